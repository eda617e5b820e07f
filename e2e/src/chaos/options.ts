import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';

export interface ChaosOptions {
  faults: number;
  /** What comes when follows from it alone; how the parts take it does not. */
  seed: number;
  /** Events a second, of all producers together. */
  rate: number;
}

/** @throws Error naming what is wrong with the arguments */
export function chaosOptions(args: string[]): ChaosOptions {
  const { values } = parseArgs({
    args,
    options: {
      faults: { type: 'string', default: '20' },
      seed: { type: 'string' },
      rate: { type: 'string', default: '3000' },
    },
  });
  return {
    faults: wholeNumber('faults', values.faults),
    seed: values.seed === undefined ? randomInt(1, 2 ** 31) : wholeNumber('seed', values.seed),
    rate: wholeNumber('rate', values.rate),
  };
}

function wholeNumber(name: string, text: string): number {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 1) throw new Error(`--${name}: a whole number, at least 1`);
  return value;
}
