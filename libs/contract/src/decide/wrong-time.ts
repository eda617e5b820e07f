import type { DecideOptions, Rejection } from '../decision';
import { limits } from '../topics';
import type { Attributes } from './attributes';
import { reject } from './reject';

const dayMs = 24 * 60 * 60 * 1000;

type Said = Pick<Attributes, 'isNote' | 'time'>;

/** Why an event that keeps its schema is refused for its time. */
export function wrongTime(
  { isNote, time }: Said,
  timestamp: number,
  { retentionDays = limits.retentionDays }: DecideOptions,
): Rejection | undefined {
  const ahead = time - timestamp;
  if (ahead < -retentionDays * dayMs) {
    return reject('too-old', `attribute time: more than ${retentionDays} days before the record`);
  }
  const most = isNote ? limits.noteAheadMs : limits.eventAheadMs;
  if (ahead <= most) return undefined;
  return reject('too-new', `attribute time: more than ${most / 60_000} minutes after the record`);
}
