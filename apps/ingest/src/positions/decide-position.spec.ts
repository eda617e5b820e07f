import fc from 'fast-check';
import { decidePosition } from './decide-position';

describe('where to read on', () => {
  it.each([
    ['a partition never stored begins at its start', undefined, 0n, 10n, { kind: 'start', at: 0n }],
    ['also where retention has moved the start', undefined, 5n, 10n, { kind: 'start', at: 5n }],
    ['an empty one begins where it ends', undefined, 7n, 7n, { kind: 'start', at: 7n }],
    ['a stored one goes on', 4n, 0n, 10n, { kind: 'resume', at: 4n }],
    ['also at the very start of the log', 5n, 5n, 10n, { kind: 'resume', at: 5n }],
    ['also at the very end', 10n, 0n, 10n, { kind: 'resume', at: 10n }],
    ['a log that ends before what is stored is another', 11n, 0n, 10n, { kind: 'other-log', stored: 11n, end: 10n }],
    ['also an empty one', 1n, 0n, 0n, { kind: 'other-log', stored: 1n, end: 0n }],
    ['a log that begins after what is stored has lost something', 4n, 6n, 10n, { kind: 'lost', from: 4n, to: 6n }],
    ['also when everything is gone', 4n, 10n, 10n, { kind: 'lost', from: 4n, to: 10n }],
  ])('%s', (_, stored, low, high, decision) => {
    expect(decidePosition(stored, { low, high })).toEqual(decision);
  });

  it('never reads outside the log, nor passes over anything in silence', () => {
    const offset = fc.bigInt({ min: 0n, max: 1n << 62n });
    fc.assert(
      fc.property(fc.option(offset, { nil: undefined }), offset, offset, (stored, one, other) => {
        const [low, high] = one < other ? [one, other] : [other, one];
        const decision = decidePosition(stored, { low, high });
        if (decision.kind === 'resume') expect(decision.at).toBe(stored);
        if (decision.kind === 'start' || decision.kind === 'resume') {
          expect(decision.at >= low && decision.at <= high).toBe(true);
        }
        if (decision.kind === 'lost') expect([decision.from, decision.to]).toEqual([stored, low]);
      }),
    );
  });
});
