import type { TrailComparison } from '@trailbook/contract';
import { verdictOf } from './verdict';

const even: TrailComparison = {
  startTime: '2026-01-01T00:00:00.000Z',
  endTime: '2026-01-02T00:00:00.000Z',
  entries: 10,
  acknowledged: 10,
  pending: 0,
  missing: 0,
  rejected: 0,
  unexpected: 0,
  differing: 0,
  repeated: 0,
  replayed: 0,
  receipts: 2,
  brokenReceipts: 0,
  difference: 0,
  differences: [],
};

describe('the verdict of a reconciliation', () => {
  it('is good where everything was acknowledged', () => {
    expect(verdictOf(even)).toMatchObject({
      tone: 'green',
      advice: 'CloudWatch acknowledged all 10 entries of this time.',
    });
  });

  it('waits where something is on the way', () => {
    const title = 'Nothing is missing; 1 entry on the way';
    expect(verdictOf({ ...even, acknowledged: 9, pending: 1 })).toMatchObject({ tone: 'blue', title });
  });

  it('advises a replay only where one helps', () => {
    const missing = { ...even, acknowledged: 8, missing: 2, difference: 2 };
    expect(verdictOf(missing).advice).toContain('Replay');
    expect(verdictOf({ ...missing, rejected: 2 }).advice).toContain('a replay cannot deliver');
    expect(verdictOf(missing).tone).toBe('red');
  });
});
