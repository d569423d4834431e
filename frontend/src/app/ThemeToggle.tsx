import { SegmentedControl, useMantineColorScheme, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { MoonIcon, SunIcon, SystemIcon } from '../ui/icons';
import classes from './ThemeToggle.module.css';

const CHOICES = [
  { value: 'light' as const, label: <Choice icon={<SunIcon />} name="Light" /> },
  { value: 'auto' as const, label: <Choice icon={<SystemIcon />} name="System" /> },
  { value: 'dark' as const, label: <Choice icon={<MoonIcon />} name="Dark" /> },
];

export function ThemeToggle() {
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <SegmentedControl
      aria-label="Colour scheme"
      size="xs"
      classNames={{ root: classes.root, label: classes.label }}
      withItemsBorders={false}
      transitionDuration={0}
      data={CHOICES}
      value={colorScheme}
      onChange={setColorScheme}
    />
  );
}

function Choice({ icon, name }: { icon: ReactNode; name: string }) {
  return (
    <span className={classes.choice} title={name}>
      {icon}
      <VisuallyHidden>{name}</VisuallyHidden>
    </span>
  );
}
