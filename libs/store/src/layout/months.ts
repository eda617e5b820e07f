/** The partitioned tables. */
export type Parent = 'entry' | 'note';

/** The month (UTC) of a time in milliseconds, as `2026_11`: what partitions are named by. */
export function monthOf(time: number): string {
  if (time >= recent.from && time < recent.to) return recent.month;
  const date = new Date(time);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  recent = { from: Date.UTC(year, month), to: Date.UTC(year, month + 1), month: named(year, month) };
  return recent.month;
}

/** Nearly all events of a batch are of one month. */
let recent = { from: 0, to: 0, month: '' };
const named = (year: number, month: number) => `${year}_${String(month + 1).padStart(2, '0')}`;

/** First day of the month `2026_11`, as `2026-11-01`. */
export const firstDay = (month: string): string => `${month.replace('_', '-')}-01`;

/** Milliseconds at which the month begins, for comparing times with. */
export const monthStart = (month: string): number => Date.parse(`${firstDay(month)}T00:00:00Z`);

/** The month `months` after (or, negative, before) the one that `time` lies in. */
export function monthsFrom(time: number, months: number): string {
  const date = new Date(time);
  return monthOf(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + months, 1));
}

export const partitionName = (parent: Parent, month: string): string => `audit.${parent}_${month}`;
