import { startPosition } from './start-position';

const log = { low: 10n, high: 100n };

describe('where a partition is read from', () => {
  it.each([
    ['the saved position', 40n, [90n], { at: 40n, cut: false }],
    ['its first lane, without a saved position', undefined, [70n, 50n], { at: 50n, cut: false }],
    ['its end, when nobody waits for it', undefined, [], { at: 100n, cut: false }],
    ['its beginning, when that lies behind the saved position', 5n, [], { at: 10n, cut: true }],
    ['nowhere yet, when it ends before that', 101n, [], undefined],
    ['its end, when everything is read', 100n, [], { at: 100n, cut: false }],
  ])('is %s', (_, saved, lanes, expected) => {
    expect(startPosition(saved, lanes, log)).toEqual(expected);
  });
});
