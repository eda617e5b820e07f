const hour = 3_600_000;
/** Hours before 1970 that can be told: whole days, some 2,870 years. */
export const hoursBefore1970 = 24 * 2 ** 20;

/** The hour of a time (in milliseconds) and an action as one number, as `audit.rollup_delta.times` has them. */
export const countTime = (time: number, action: number): number =>
  (Math.floor(time / hour) + hoursBefore1970) * 8 + action;
