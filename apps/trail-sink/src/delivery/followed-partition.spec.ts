import type { ConsumerControl } from '@trailbook/messaging';
import { FollowedPartition } from './followed-partition';

const follow = (cursor: bigint) =>
  new FollowedPartition({ epochId: 1, partition: 0, term: 1n }, 1, {} as ConsumerControl, cursor);
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
});
