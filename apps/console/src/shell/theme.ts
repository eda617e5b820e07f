import { createTheme, type CSSVariablesResolver, type MantineColorsTuple } from '@mantine/core';

/** A deep teal. From shade 7 on, white on it has a contrast of at least 4.5 (WCAG 1.4.3). */
const trail: MantineColorsTuple = [
  '#e6f7f5',
  '#d0ebe8',
  '#a3d7d2',
  '#72c3bb',
  '#4ab1a8',
  '#2fa69c',
  '#159389',
  '#0b7a75',
  '#066661',
  '#004f4b',
];

const fonts =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

/** System fonts alone: nothing is loaded from elsewhere, and text is there at once. */
export const theme = createTheme({
  primaryColor: 'trail',
  primaryShade: { light: 7, dark: 7 },
  colors: { trail },
  fontFamily: fonts,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: fonts, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
});

/** The library's own greys and reds for text are too light for WCAG's contrast. */
export const readableColours: CSSVariablesResolver = (given) => ({
  variables: {},
  light: {
    '--mantine-color-dimmed': given.colors.gray[7],
    '--mantine-color-placeholder': given.colors.gray[6],
    '--mantine-color-error': given.colors.red[9],
    '--mantine-color-anchor': given.colors.trail?.[8] ?? '',
    ...lightText(given.colors, 9),
    '--mantine-color-green-light-color': '#14622f',
  },
  dark: {
    '--mantine-color-dimmed': given.colors.dark[1],
    '--mantine-color-placeholder': given.colors.dark[2],
    '--mantine-color-error': given.colors.red[4],
    '--mantine-color-anchor': given.colors.trail?.[3] ?? '',
    ...lightText(given.colors, 2),
  },
});

/** The text of badges and alerts on their tinted ground. */
function lightText(colours: Readonly<Record<string, readonly string[]>>, shade: number): Record<string, string> {
  const names = ['gray', 'red', 'yellow', 'green', 'blue', 'orange', 'trail'];
  return Object.fromEntries(names.map((name) => [`--mantine-color-${name}-light-color`, colours[name]?.[shade] ?? '']));
}
