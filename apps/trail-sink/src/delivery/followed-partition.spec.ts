import type { ConsumerControl } from '@trailbook/messaging';
import type { VerdictsFound } from '@trailbook/store/read';
import { FollowedPartition } from './followed-partition';
import { Lane } from './lane';
import type { TrailWorker } from './trail-worker';

const place = { epochId: 1, partition: 0, term: 1n };
const known = (to: bigint, notStored: VerdictsFound['notStored'] = []): VerdictsFound => ({
  ...{ stored: to, known: to, notStored, unknownTo: undefined },
});
function follow(cursor: bigint, control = {} as ConsumerControl) {
  const followed = new FollowedPartition(place, 1, control, cursor);
  followed.learn(known(1_000n));
  return followed;
}
const at = (time: number) => jest.spyOn(Date, 'now').mockReturnValue(time);

describe('a partition that is followed', () => {
  afterEach(() => jest.restoreAllMocks());

  it('knows of a backlog since when it has been in the log, and of what is new that it is new', () => {
    const followed = follow(0n);
    at(1_000);
    followed.see(500n);
    at(9_000);
    followed.cursor = 400n;
    followed.see(700n);
    expect(followed.inLogSince(499n)).toBe(1_000);
    expect(followed.inLogSince(600n)).toBe(9_000);
    followed.cursor = 700n;
    at(20_000);
    followed.see(701n);
    expect(followed.inLogSince(700n)).toBe(20_000);
  });

  it('is read on while there is more and reading goes on, and not when something holds it up', () => {
    const followed = follow(0n);
    at(1_000);
    expect(followed.isReadingOn).toBe(false);
    followed.see(500n);
    expect(followed.isReadingOn).toBe(true);
    at(6_000 - 1);
    expect(followed.isReadingOn).toBe(true);
    at(6_000);
    expect(followed.isReadingOn).toBe(false);
    followed.see(500n);
    followed.cursor = 500n;
    expect(followed.isReadingOn).toBe(false);
  });

  it('is not read on where ingest has not stored what follows', () => {
    const followed = follow(0n);
    followed.see(2_000n);
    followed.cursor = 999n;
    expect([followed.isReadingOn, followed.hasCaughtUp()]).toEqual([true, false]);
    followed.cursor = 1_000n;
    expect([followed.isReadingOn, followed.hasCaughtUp()]).toEqual([false, true]);
  });

  it('tells what was stored from what was not', () => {
    const followed = follow(0n);
    const ranges = [
      { from: 2n, to: 4n },
      { from: 7n, to: 8n },
    ];
    followed.learn(known(10n, ranges));
    const stored = Array.from({ length: 10 }, (_, offset) => followed.verdicts.isStored(BigInt(offset)));
    expect(stored.map((one, offset) => (one ? offset : -1)).filter((offset) => offset >= 0)).toEqual([
      0, 1, 4, 5, 6, 8, 9,
    ]);
  });

  it('has what waits read again as soon as ingest has stored more', () => {
    const control = { putBack: jest.fn(() => 2), proceed: jest.fn() };
    const followed = follow(1_000n, control as unknown as ConsumerControl);
    followed.putBack();
    expect(control.putBack).toHaveBeenCalledWith(0, 1, 1_000n);
    expect([followed.assignment, followed.waitsSince !== undefined]).toEqual([2, true]);
    followed.learn(undefined);
    followed.learn(known(1_000n));
    expect(control.proceed).not.toHaveBeenCalled();
    followed.learn(known(1_001n));
    expect(control.proceed).toHaveBeenCalledWith(0, 2);
    expect(followed.waitsSince).toBeUndefined();
  });

  it('leaves to the store what nobody knows the verdicts of', () => {
    const control = { putBack: jest.fn(() => 2), proceed: jest.fn() };
    const followed = follow(1_000n, control as unknown as ConsumerControl);
    const worker = { tenantUid: 'acme', leaveLogOn: jest.fn(() => followed.cursor) };
    const lane = new Lane(place, 0n, false);
    followed.lanes.set(worker as unknown as TrailWorker, lane);
    followed.putBack();
    followed.learn({ stored: 5_000n, known: 1_000n, notStored: [], unknownTo: 4_000n });
    // The lane goes on from where the log was left.
    expect(worker.leaveLogOn).toHaveBeenCalledWith(lane);
    expect(worker.leaveLogOn).toHaveReturnedWith(1_000n);
    expect(control.putBack).toHaveBeenLastCalledWith(0, 2, 4_000n);
    expect([followed.cursor, followed.waitsSince !== undefined]).toEqual([4_000n, true]);
  });
});
