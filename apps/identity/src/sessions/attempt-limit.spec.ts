import { judgeAttempt, limits } from './attempt-limit';

const limit = { free: 3, firstDelaySeconds: 10, longestDelaySeconds: 60 };

describe('an attempt', () => {
  it.each([
    [{ failed: 0, pending: 0, sinceLastSeconds: null }, 'go'],
    [{ failed: 1, pending: 1, sinceLastSeconds: 0 }, 'go'],
    // The third may be the last free one: a fourth depends on how it ends.
    [{ failed: 1, pending: 2, sinceLastSeconds: 0 }, 'wait'],
    [{ failed: 0, pending: 3, sinceLastSeconds: null }, 'wait'],
    [{ failed: 3, pending: 0, sinceLastSeconds: 0 }, { retryAfterSeconds: 10 }],
    [{ failed: 3, pending: 0, sinceLastSeconds: 9.5 }, { retryAfterSeconds: 0.5 }],
    [{ failed: 3, pending: 0, sinceLastSeconds: 10 }, 'go'],
    [{ failed: 3, pending: 1, sinceLastSeconds: 10 }, 'wait'],
    [{ failed: 4, pending: 0, sinceLastSeconds: 0 }, { retryAfterSeconds: 20 }],
    [{ failed: 5, pending: 0, sinceLastSeconds: 0 }, { retryAfterSeconds: 40 }],
    [{ failed: 6, pending: 0, sinceLastSeconds: 0 }, { retryAfterSeconds: 60 }],
    [{ failed: 2_000, pending: 0, sinceLastSeconds: 0 }, { retryAfterSeconds: 60 }],
  ])('of %j: %j', (standing, expected) => expect(judgeAttempt(limit, standing)).toEqual(expected));

  it('waits at most seconds for what others do', () => {
    for (const { longestDelaySeconds } of [limits.emails, limits.networks]) {
      expect(longestDelaySeconds).toBeLessThanOrEqual(60);
    }
  });
});
