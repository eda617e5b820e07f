import { parseArgs } from 'node:util';
import { variants, type Variant } from './variants';

export interface LayoutOptions {
  events: number;
  /** Over how many days back the events are spread; 0 is the present hour. */
  spreadDays: number;
  variants: readonly Variant[];
}

/** @throws Error naming what is wrong with the arguments */
export function layoutOptions(args: string[]): LayoutOptions {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '300000' },
      'spread-days': { type: 'string', default: '0' },
      variants: { type: 'string', default: 'as-migrated' },
    },
  });
  const names = values.variants === 'all' ? variants.map(({ name }) => name) : values.variants.split(',');
  const chosen = names.map((name) => variants.find((variant) => variant.name === name));
  if (chosen.includes(undefined)) {
    throw new Error(`--variants: all, or some of ${variants.map(({ name }) => name).join(', ')}, separated by commas`);
  }
  return {
    events: wholeNumber('events', values.events, 10_000),
    spreadDays: wholeNumber('spread-days', values['spread-days'], 0),
    variants: chosen.filter((variant) => variant !== undefined),
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name}: a whole number, at least ${least}`);
  return value;
}
