import { Button, NativeSelect, TextInput } from '@mantine/core';
import { useState } from 'react';
import classes from './Feedback.module.css';
import { type Filters, readFilters, TYPES } from './filters';

const ANY = { value: '', label: 'Any' };
const TYPE_OPTIONS = [ANY, ...Object.entries(TYPES).map(([value, label]) => ({ value, label }))];
const NEGATIVE_OPTIONS = [
  ANY,
  { value: 'true', label: 'Against the component' },
  { value: 'false', label: 'Not against it' },
];
const TRUSTED_OPTIONS = [ANY, { value: 'true', label: 'A monitor' }, { value: 'false', label: 'An agent' }];

/** What is chosen from a list takes hold at once, a component's name with Enter. */
export function FeedbackFilters(props: { filters: Filters; onChange(filters: Filters): void }) {
  const { filters, onChange } = props;
  const [component, setComponent] = useState(filters.component ?? '');
  const change = (given: Record<string, string>) =>
    onChange(readFilters({ ...filters, component: component.trim(), ...given }));
  return (
    <form
      className={classes.filters}
      aria-label="Filters"
      onSubmit={event => {
        event.preventDefault();
        change({});
      }}
    >
      <TextInput
        label="Component"
        placeholder="Any; its whole name"
        maxLength={100}
        spellCheck={false}
        autoCapitalize="none"
        value={component}
        onChange={event => setComponent(event.currentTarget.value)}
        onBlur={() => component.trim() !== (filters.component ?? '') && change({})}
      />
      <NativeSelect
        label="Type"
        data={TYPE_OPTIONS}
        value={filters.type ?? ''}
        onChange={event => change({ type: event.currentTarget.value })}
      />
      <NativeSelect
        label="Counts"
        data={NEGATIVE_OPTIONS}
        value={filters.negative ?? ''}
        onChange={event => change({ negative: event.currentTarget.value })}
      />
      <NativeSelect
        label="Sent by"
        data={TRUSTED_OPTIONS}
        value={filters.trusted ?? ''}
        onChange={event => change({ trusted: event.currentTarget.value })}
      />
      {Object.keys(filters).length > 0 && (
        <Button variant="default" onClick={() => onChange({})}>
          Show all
        </Button>
      )}
    </form>
  );
}
