import { type CSSVariablesResolver, createTheme, type MantineColorsTuple } from '@mantine/core';

/*
 * The design tokens, all of them. Components take sizes and colours from Mantine's variables or from the --pg-* ones
 * below, never from literals. Red and green are left to diffs and outcomes; the accent is blue.
 */

const steel: MantineColorsTuple = [
  '#eef4fb',
  '#d9e6f4',
  '#b3cde8',
  '#89b2db',
  '#649bcf',
  '#4987c2',
  '#3574b0',
  '#285f97',
  '#1f4e7f',
  '#163c64',
];

const dark: MantineColorsTuple = [
  '#d3d8df',
  '#b3bac5',
  '#8e97a5',
  '#646d7b',
  '#434b57',
  '#343b46',
  '#272d36',
  '#1a1f26',
  '#14181e',
  '#0e1116',
];

export const theme = createTheme({
  primaryColor: 'steel',
  primaryShade: { light: 7, dark: 6 },
  colors: { steel, dark },
  fontFamily: 'system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  fontSizes: { xs: '0.75rem', sm: '0.8125rem', md: '0.875rem', lg: '1rem', xl: '1.25rem' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '1.25rem', lineHeight: '1.3' },
      h2: { fontSize: '1rem', lineHeight: '1.4' },
    },
  },
  defaultRadius: 'sm',
  radius: { xs: '2px', sm: '5px', md: '8px', lg: '12px', xl: '20px' },
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Surfaces and lines by what they are for, in both schemes. */
export const tokens: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-body': '#f5f6f8',
    '--mantine-color-dimmed': '#5a6472',
    '--pg-surface': '#ffffff',
    '--pg-surface-hover': '#f2f5f9',
    '--pg-line': '#dde1e7',
    '--pg-focus': steel[6],
    '--pg-meter': steel[6],
    '--pg-meter-track': '#e3e7ed',
    '--pg-warning-surface': '#fdf3d8',
    '--pg-warning-text': '#6b4a00',
  },
  dark: {
    '--mantine-color-body': dark[8],
    '--mantine-color-dimmed': '#98a2b1',
    '--pg-surface': dark[7],
    '--pg-surface-hover': '#212730',
    '--pg-line': '#2d343e',
    '--pg-focus': steel[3],
    '--pg-meter': steel[4],
    '--pg-meter-track': '#323943',
    '--pg-warning-surface': '#3a3013',
    '--pg-warning-text': '#f1d48a',
  },
});
