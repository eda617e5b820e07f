/** How many failures in {@link WINDOW_MINUTES} minutes count for nothing, and how long further attempts then wait. */
export interface AttemptLimit {
  /** So many failures delay nothing. */
  readonly free: number;
  /** The delay after the last free failure; each further failure doubles it. */
  readonly firstDelaySeconds: number;
  readonly longestDelaySeconds: number;
}

/** Failures that are older count no more. */
export const WINDOW_MINUTES = 15;

/**
 * The limits of failed logins. Guesses of one password are bounded where they come from, so that nobody elsewhere can
 * keep its user out. What many networks do to one e-mail address, or one network to many, only slows down, and does
 * not concern a device that the user has logged in on (OWASP, "Slow Down Online Guessing Attacks with Device Cookies").
 */
export const limits = {
  /** Of one e-mail address from one network or on one device. */
  guesses: { free: 10, firstDelaySeconds: 30, longestDelaySeconds: WINDOW_MINUTES * 60 },
  /** Of one e-mail address from everywhere, without a known device. */
  emails: { free: 30, firstDelaySeconds: 1, longestDelaySeconds: 60 },
  /** From one network for whatever e-mail addresses, without a known device. */
  networks: { free: 100, firstDelaySeconds: 1, longestDelaySeconds: 10 },
} as const satisfies Record<string, AttemptLimit>;

/** What the database knows of one thing that is counted. */
export interface Standing {
  /** Failures of the last {@link WINDOW_MINUTES} minutes. */
  failed: number;
  /** Attempts whose outcome is still unknown. */
  pending: number;
  /** Seconds since the newest failure; null where there is none. */
  sinceLastSeconds: number | null;
}

/** Whether one more attempt may go on now, waits for the outcome of others, or has to come again later. */
export type Judgement = 'go' | 'wait' | { retryAfterSeconds: number };

/** Judges one more attempt. Once delays have begun, attempts are made one at a time. */
export function judgeAttempt(limit: AttemptLimit, { failed, pending, sinceLastSeconds }: Standing): Judgement {
  if (failed < limit.free) return failed + pending < limit.free ? 'go' : 'wait';
  const delay = Math.min(limit.longestDelaySeconds, limit.firstDelaySeconds * 2 ** (failed - limit.free));
  const left = delay - (sinceLastSeconds ?? 0);
  if (left > 0) return { retryAfterSeconds: left };
  return pending > 0 ? 'wait' : 'go';
}
