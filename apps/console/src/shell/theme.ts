import {
  Badge,
  Checkbox,
  createTheme,
  Input,
  Menu,
  Modal,
  PasswordInput,
  type CSSVariablesResolver,
  type MantineColorsTuple,
} from '@mantine/core';
import fields from './fields.module.css';

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

/** From text to the deepest ground: cool greys, so that the teal and the colours of actions stand out. */
const dark: MantineColorsTuple = [
  '#dde3e8',
  '#aab4bd',
  '#8a949e',
  '#5b6670',
  '#38424b',
  '#2b343c',
  '#20282f',
  '#161c21',
  '#11161a',
  '#0b0f12',
];

/** The tinted ground of badges and alerts in the dark; the library's own are louder than the text on them. */
const darkTints = {
  gray: '#2b343c',
  red: '#3a1d20',
  yellow: '#3a3014',
  green: '#173425',
  blue: '#173048',
  orange: '#3d2815',
  trail: '#10302e',
} as const;

const fonts =
  'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", "Helvetica Neue", Arial, sans-serif';

/** System fonts alone: nothing is loaded from elsewhere, and text is there at once. */
export const theme = createTheme({
  primaryColor: 'trail',
  primaryShade: { light: 7, dark: 7 },
  colors: { trail, dark },
  fontFamily: fonts,
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace',
  headings: { fontFamily: fonts, fontWeight: '650' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    Badge: Badge.extend({ defaultProps: { tt: 'none' } }),
    Checkbox: Checkbox.extend({ classNames: { input: fields.box } }),
    Input: Input.extend({ classNames: { wrapper: fields.field } }),
    // The library's placeholder, which takes the focus in its items' place, is no child that a menu may have (WAI-ARIA).
    Menu: Menu.extend({ defaultProps: { withInitialFocusPlaceholder: false } }),
    Modal: Modal.extend({
      defaultProps: { closeButtonProps: { 'aria-label': 'Close' }, overlayProps: { backgroundOpacity: 0.45 } },
      styles: { title: { fontSize: 'var(--mantine-font-size-lg)', fontWeight: 650 } },
    }),
    PasswordInput: PasswordInput.extend({
      defaultProps: { visibilityToggleButtonProps: { 'aria-label': 'Show what is typed', tabIndex: 0 } },
    }),
  },
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
    ...Object.fromEntries(Object.entries(darkTints).map(([name, tint]) => [`--mantine-color-${name}-light`, tint])),
  },
});

/** The text of badges and alerts on their tinted ground. */
function lightText(colours: Readonly<Record<string, readonly string[]>>, shade: number): Record<string, string> {
  return Object.fromEntries(
    Object.keys(darkTints).map((name) => [`--mantine-color-${name}-light-color`, colours[name]?.[shade] ?? '']),
  );
}
