import fc from 'fast-check';
import { ItemWriter, type Item, type PackedItems } from './item-writer';

const format = { before: '{"t":', between: ',"m":"', after: '"},' };
const writer = new ItemWriter(format);

const written = (items: readonly Item[], by = writer): string => {
  const parts: Buffer[] = [];
  by.write(items, (json) => parts.push(Buffer.from(json)));
  return Buffer.concat(parts).toString('latin1');
};

/** As columns, with the texts behind each other, so many to a stretch. */
function packed(items: readonly Item[], perStretch: number): PackedItems {
  const stretches: { bytes: Uint8Array; texts: number }[] = [];
  for (let from = 0; from < items.length; from += perStretch) {
    const some = items.slice(from, from + perStretch).map(({ message }) => message);
    stretches.push({ bytes: Buffer.concat(some), texts: some.length });
  }
  return {
    length: items.length,
    times: Float64Array.from(items, ({ time }) => time),
    sizes: Int32Array.from(items, ({ message }) => message.length),
    stretches: () => stretches,
  };
}

const writtenPacked = (items: readonly Item[], perStretch: number): string => {
  const parts: Buffer[] = [];
  writer.writePacked(packed(items, perStretch), (json) => parts.push(Buffer.from(json)));
  return Buffer.concat(parts).toString('latin1');
};

/** One item after the other, one byte after the other, whatever the bytes are. */
const expected = (items: readonly Item[], { before, between, after } = format): string =>
  items
    .map(({ time, message }) => {
      const text = Buffer.from(message)
        .toString('latin1')
        .replace(/["\\]/g, '\\$&')
        .replace(/[\u0000-\u001f]/g, (one) => `\\u${one.charCodeAt(0).toString(16).padStart(4, '0')}`);
      return before + String(time) + between + text + after;
    })
    .join('');

/** Texts as a trail's messages lie: one behind the other or further on in the same memory, or in memory of their own. */
const laidOut = (texts: readonly { bytes: Uint8Array; gap: number; isAlone: boolean }[]): Buffer[] => {
  const slab = Buffer.alloc(
    texts.reduce((sum, { bytes, gap }) => sum + bytes.length + gap, 0),
    '"',
  );
  let at = 0;
  return texts.map(({ bytes, gap, isAlone }) => {
    if (isAlone) return Buffer.from(bytes);
    slab.set(bytes, at + gap);
    at += gap + bytes.length;
    return slab.subarray(at - bytes.length, at);
  });
};

const someBytes = fc.oneof(
  { weight: 4, arbitrary: fc.array(fc.constantFrom(...Buffer.from('{"a":"é\\" '))).map((bytes) => Buffer.from(bytes)) },
  {
    weight: 4,
    arbitrary: fc.string({ unit: 'binary' }).map((text) => Buffer.from(text.replace(/[\u0000-\u001f]/g, ' '))),
  },
  fc.uint8Array({ maxLength: 70 }),
);
const bytes = fc.oneof(
  { weight: 6, arbitrary: someBytes },
  // Up to more than is written in one go.
  fc.tuple(someBytes, fc.nat({ max: 9_000 })).map(([some, times]) => Buffer.alloc(some.length && times, some)),
);
const time = fc.oneof({ weight: 4, arbitrary: fc.maxSafeNat() }, fc.integer(), fc.maxSafeInteger(), fc.double());
const items = fc
  .array(fc.record({ bytes, time, gap: fc.oneof(fc.constant(0), fc.nat({ max: 99 })), isAlone: fc.boolean() }))
  .chain((texts) => fc.shuffledSubarray(laidOut(texts).map((message, n) => ({ time: texts[n]!.time, message }))));

describe('items of a JSON list', () => {
  it('are written as they are one by one, wherever their texts lie', () => {
    fc.assert(
      fc.property(items, (some) => {
        expect(written(some)).toBe(expected(some));
      }),
      { numRuns: 500 },
    );
  });

  it('are written alike where they are columns', () => {
    fc.assert(
      fc.property(items, fc.integer({ min: 1, max: 9 }), (some, perStretch) => {
        expect(writtenPacked(some, perStretch)).toBe(expected(some));
      }),
      { numRuns: 500 },
    );
  });

  it.each([1_023, 1_024, 1_025, 5_000])('may be %d, of which some need a closer look', (count) => {
    const many = Array.from({ length: count }, (_, n) => ({
      time: n,
      message: Buffer.from((n % 100 === 99 ? '\n' : '"é').repeat(n % 3)),
    }));
    expect(written(many)).toBe(expected(many));
    expect(writtenPacked(many, 2_000) === expected(many)).toBe(true);
  });

  it.each([65_535, 65_536, 65_537, 262_144, 300_000])('have texts of %d bytes among short ones', (length) => {
    for (const text of ['"'.repeat(length), `${'a'.repeat(length - 1)}\u001f`]) {
      const some = ['a', text, text, 'b'].map((message) => ({ time: 1, message: Buffer.from(message) }));
      expect(written(some) === expected(some)).toBe(true);
    }
  });

  it('may need more room in all than there is for what is written in one go', () => {
    const many = Array.from({ length: 3_000 }, (_, n) => ({
      time: 4e15 + n,
      message: Buffer.alloc(60 + (n % 9), '"'),
    }));
    expect(written(many) === expected(many)).toBe(true);
  });

  it.each([1, 15, 16, 17, 31, 32, 33])('never have bytes of each other in texts of %d bytes', (length) => {
    for (const other of ['"', '\\', '\n', '\u00ff']) {
      const memory = Buffer.from(other.repeat(length) + 'a'.repeat(length) + other.repeat(length), 'latin1');
      const some = [0, 1, 2, 1].map((n) => ({ time: n, message: memory.subarray(n * length, (n + 1) * length) }));
      expect(written(some)).toBe(expected(some));
    }
  });

  it.each([
    ...Array.from({ length: 16 }, (_, digits) => [10 ** digits - 1, 10 ** digits]).flat(),
    ...[-0, 1_234_567_890_123, 9_007_199_254_740_991, 9_007_199_254_740_992, 1e21, -1, 0.5, NaN, Infinity],
  ])('have the time %d', (at) => {
    const some = [1, at, 2].map((one) => ({ time: one, message: Buffer.from('text') }));
    expect(written(some)).toBe(expected(some));
  });

  it('have an empty text where its memory is gone', () => {
    const gone = new Uint8Array(5);
    structuredClone(gone.buffer, { transfer: [gone.buffer] });
    expect(written([{ time: 1, message: gone }])).toBe('{"t":1,"m":""},');
  });

  it('have up to sixteen bytes around a text, or none', () => {
    const longest = { before: 'a'.repeat(16), between: 'b'.repeat(16), after: 'c'.repeat(16) };
    const none = { before: '', between: '', after: '' };
    const some = [1, 2].map((at) => ({ time: at * 4e15, message: Buffer.alloc(65_536, '"') }));
    for (const one of [longest, none]) expect(written(some, new ItemWriter(one)) === expected(some, one)).toBe(true);
    expect(() => new ItemWriter({ ...none, after: 'c'.repeat(17) })).toThrow(RangeError);
  });
});
