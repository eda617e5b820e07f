import fc from 'fast-check';

/** Code points that stand for halves of characters, and are none themselves. */
const halves = { first: 0xd800, count: 0x800 };

const character = fc.integer({ min: 0, max: 0x10ffff - halves.count }).map(
  (n) => String.fromCodePoint(n < halves.first ? n : n + halves.count),
  (one) => {
    if (typeof one !== 'string' || [...one].length !== 1) throw new TypeError('not one character');
    const code = one.codePointAt(0) as number;
    return code < halves.first ? code : code - halves.count;
  },
);

/**
 * Text of any characters, as `fc.string({ unit: 'binary' })` gives it. That one makes a table of all 1.1 million
 * characters in each spec file, which took a tenth of the unit specs' time.
 */
export const anyText = (constraints: Omit<fc.StringConstraints, 'unit'> = {}): fc.Arbitrary<string> =>
  fc.string({ ...constraints, unit: character });
