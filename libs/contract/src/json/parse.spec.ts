import fc from 'fast-check';
import { anyText } from '../corpus';
import { limits } from '../topics';
import { parseStrictly } from './parse';

/** A JSON text built from parts whose faults are known, so that what is wrong with it is known without parsing it. */
interface Built {
  text: string;
  depth: number;
  faulty: boolean;
}

const space = fc.constantFrom('', ' ', '\n\t', '\r\n  ');
const joined = (open: string, items: string[], close: string, gap: string): string =>
  `${open}${gap}${items.join(`${gap},${gap}`)}${gap}${close}`;

const goodPiece = fc.oneof(
  fc.constantFrom(
    '\\u00e9',
    '\\ud83e\\udded',
    '\\n',
    '\\\\',
    '\\"',
    '\\\\u0000',
    'é',
    '\u{1f9ed}',
    '"'.replace('"', "'"),
  ),
  fc.stringMatching(/^[ -!#-[\]-~]{0,12}$/),
  fc.constantFrom('{"a', ':', '1e999', '[', '}', '//').map((text) => text.replaceAll('"', '\\"')),
);
const badPiece = fc.constantFrom('\\u0000', '\\ud83e', '\\uDDED', '\\ud83ex');

interface Piece {
  text: string;
  faulty: boolean;
}
const text = (faults: boolean): fc.Arbitrary<Piece> =>
  fc
    .tuple(fc.array(goodPiece, { maxLength: 4 }), faults ? fc.option(badPiece, { freq: 12 }) : fc.constant(null))
    // A space keeps the half of a pair from meeting its other half.
    .map(([pieces, bad]) => ({ text: `"${pieces.join('')}${bad === null ? '' : ` ${bad} `}"`, faulty: bad !== null }));

const goodNumber = fc.oneof(
  fc.integer().map(String),
  fc
    .double({ noNaN: true, min: -1e300, max: 1e300 })
    .filter((n) => n === 0 || Math.abs(n) > 1e-300)
    .map(String),
  fc.constantFrom('0', '-0.0', '0e5', '1.00', '1E+2', '12345678901234567890', '1e308', '-1e-308', '9'.repeat(308)),
);
const badNumber = fc.constantFrom('1e309', '-1.1e308', '1e-309', '-0.1e-308', '9'.repeat(310), `0.${'0'.repeat(320)}1`);
const number = (faults: boolean): fc.Arbitrary<Piece> =>
  fc
    .tuple(goodNumber, faults ? fc.option(badNumber, { freq: 12 }) : fc.constant(null))
    .map(([good, bad]) => ({ text: bad ?? good, faulty: bad !== null }));

const leaf = (faults: boolean): fc.Arbitrary<Built> =>
  fc
    .oneof(
      text(faults),
      number(faults),
      fc.constantFrom('true', 'false', 'null').map((word) => ({ text: word, faulty: false })),
    )
    .map((piece) => ({ ...piece, depth: 0 }));

const container = (items: Built[], textOf: string, own = false): Built => ({
  text: textOf,
  depth: 1 + Math.max(0, ...items.map(({ depth }) => depth)),
  faulty: own || items.some(({ faulty }) => faulty),
});

const json = (faults: boolean): fc.Arbitrary<Built> =>
  fc.letrec<{ value: Built }>((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      leaf(faults),
      fc.tuple(fc.array(tie('value'), { maxLength: 4 }), space).map(([items, gap]) =>
        container(
          items,
          joined(
            '[',
            items.map((item) => item.text),
            ']',
            gap,
          ),
        ),
      ),
      fc
        .tuple(fc.array(fc.tuple(faults ? text(true) : text(false), tie('value')), { maxLength: 5 }), space)
        .map(([members, gap]) => {
          const keys = members.map(([key]) => JSON.parse(key.text) as string);
          const kept = faults ? members : members.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
          const items = kept.map(([key, value]) => `${key.text}${gap}:${gap}${value.text}`);
          const own = new Set(keys).size < keys.length || members.some(([key]) => key.faulty);
          const values = kept.map(([, value]) => value);
          return container(values, joined('{', items, '}', gap), faults && own);
        }),
    ),
  })).value;

const nest = (inner: string, depth: number): string => '[{"k":'.repeat(depth) + inner + '}]'.repeat(depth);

describe('parseStrictly', () => {
  test('takes any JSON without a fault as JSON.parse does', () => {
    fc.assert(
      fc.property(json(false), ({ text: source, depth }) => {
        fc.pre(depth <= limits.nesting);
        expect(parseStrictly(Buffer.from(source), limits.nesting)).toEqual({
          kind: 'parsed',
          value: JSON.parse(source),
        });
      }),
      { numRuns: 500 },
    );
  });

  test('refuses JSON exactly where it has a fault', () => {
    fc.assert(
      fc.property(json(true), ({ text: source, depth, faulty }) => {
        const { kind } = parseStrictly(Buffer.from(source), limits.nesting);
        expect(kind).toBe(faulty || depth > limits.nesting ? 'rejected' : 'parsed');
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    [16, 'parsed'],
    [17, 'rejected'],
  ])('counts arrays and objects alike: %d of both', (depth, kind) => {
    expect(parseStrictly(Buffer.from(nest('0', depth)), limits.nesting)).toMatchObject({ kind });
  });

  test('never throws, whatever the bytes', () => {
    const bytes = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      anyText().map((source) => Buffer.from(source)),
      fc
        .array(fc.constantFrom('{', '}', '[', ']', '"', ':', ',', '\\', 'u', 'e', '1', 'd8', '00', ' '))
        .map((p) => Buffer.from(p.join(''))),
    );
    fc.assert(
      fc.property(bytes, (source) => {
        const { kind } = parseStrictly(Buffer.from(source), limits.nesting);
        expect(['parsed', 'rejected']).toContain(kind);
      }),
      { numRuns: 2000 },
    );
  });

  // Work that grew with the square of the size would take minutes here.
  test('answers the largest values there are', () => {
    const size = limits.valueBytes - 10;
    const worst = [
      `[${'1e5,'.repeat(size / 4)}1]`,
      '['.repeat(size),
      `"${'\\u0041'.repeat(size / 6)}"`,
      `{${Array.from({ length: size / 10 }, (_, index) => `"${index.toString(36)}":1`).join(',')}}`,
      ' '.repeat(size) + '1',
      `{"${'a/~'.repeat(size / 3)}":1e999}`,
    ];
    const kinds = worst.map((source) => parseStrictly(Buffer.from(source), limits.nesting).kind);
    expect(kinds).toEqual(['parsed', 'rejected', 'parsed', 'parsed', 'parsed', 'rejected']);
  }, 30_000);
});
