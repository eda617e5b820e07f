import type { DecideOptions, Rejection } from '../decision';
import { limits } from '../topics';
import type { Attributes } from './attributes';
import { excerpt, reject } from './reject';
import { maySpeakFor } from './sources';

const dayMs = 24 * 60 * 60 * 1000;

type Said = Pick<Attributes, 'isNote' | 'source' | 'time'>;

function wrongTime({ isNote, time }: Said, timestamp: number, retentionDays: number): Rejection | undefined {
  const ahead = time - timestamp;
  if (ahead < -retentionDays * dayMs) {
    return reject('too-old', `attribute time: more than ${retentionDays} days before the record`);
  }
  const most = isNote ? limits.noteAheadMs : limits.eventAheadMs;
  if (ahead <= most) return undefined;
  return reject('too-new', `attribute time: more than ${most / 60_000} minutes after the record`);
}

/** Why an event that keeps its schema is refused all the same. */
export function refusal(
  attributes: Said,
  tenantUid: string,
  timestamp: number,
  { retentionDays, allowedSources }: DecideOptions,
): Rejection | undefined {
  const refused = wrongTime(attributes, timestamp, retentionDays ?? limits.retentionDays);
  if (refused) return refused;
  if (!allowedSources || maySpeakFor(allowedSources, attributes.source, tenantUid)) return undefined;
  const who = excerpt(attributes.source);
  return reject('source-not-allowed', `attribute source: ${who} may not speak for ${tenantUid}`);
}
