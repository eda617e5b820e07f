import fc from 'fast-check';
import { restTime, restTimeLength, writeRestTime } from './rest-time';

const year = (number: number) => Date.UTC(2000, 0).valueOf() + (number - 2_000) * 366 * 86_400_000;
/** From all of its range, and close to each other. */
const time = fc.oneof(
  fc.integer({ min: year(1970), max: year(9_900) }),
  fc.integer({ min: Date.UTC(2026, 0, 2, 3, 4), max: Date.UTC(2026, 0, 2, 3, 6) }),
);

describe('a time in REST', () => {
  test('is the ISO form of its millisecond, whatever came before it', () => {
    fc.assert(
      fc.property(fc.array(time), (times) => {
        for (const one of times) {
          expect(restTime(one)).toBe(new Date(one).toISOString());
          expect(restTime(one + 0.75)).toBe(new Date(one).toISOString());
        }
      }),
    );
  });

  test('is written as bytes just as it is as a text', () => {
    fc.assert(
      fc.property(time, fc.nat({ max: 9 }), (one, at) => {
        const bytes = Buffer.alloc(at + restTimeLength + 1, 'x');
        writeRestTime(one, bytes, at);
        expect(bytes.toString()).toBe(`${'x'.repeat(at)}${new Date(one).toISOString()}x`);
      }),
    );
  });
});
