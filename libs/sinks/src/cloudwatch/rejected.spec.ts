import { splitRejected } from './rejected';

describe('events that CloudWatch rejected in an answer of 200', () => {
  const events = ['a', 'b', 'c', 'd', 'e'];

  it.each([
    [undefined, 'abcde', ''],
    [{}, 'abcde', ''],
    [{ tooOldLogEventEndIndex: 2 }, 'cde', 'ab'],
    [{ expiredLogEventEndIndex: 1 }, 'bcde', 'a'],
    [{ tooOldLogEventEndIndex: 1, expiredLogEventEndIndex: 3 }, 'de', 'abc'],
    [{ tooNewLogEventStartIndex: 4 }, 'abcd', 'e'],
    [{ tooOldLogEventEndIndex: 1, tooNewLogEventStartIndex: 3 }, 'bc', 'ade'],
    [{ tooNewLogEventStartIndex: 0 }, '', 'abcde'],
  ])('%j', (info, accepted, rejected) => {
    const split = splitRejected(events, info);
    expect([[...split.accepted].join(''), split.rejected.join('')]).toEqual([accepted, rejected]);
  });
});
