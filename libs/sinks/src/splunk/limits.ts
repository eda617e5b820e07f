import type { BatchLimits } from '../batch/limits';
import type { SplunkConfiguration } from './configuration';

/** What Splunk Cloud takes of one request; an installation of one's own takes more. */
const maxRequestBytes = 1_000_000;
const maxBatchEvents = 10_000;

/** What stands before an event's JSON, which is followed by a closing brace. */
export function envelopeOf({ index, source, sourcetype }: SplunkConfiguration, time: number): string {
  const seconds = `${Math.floor(time / 1_000)}.${String(time % 1_000).padStart(3, '0')}`;
  const given = JSON.stringify({ index, source, sourcetype }).slice(1, -1);
  return `{"time":${seconds},${given}${given === '' ? '' : ','}"event":`;
}

/** Splunk minds neither the age of events nor their span. */
export function splunkLimits(configuration: SplunkConfiguration): BatchLimits {
  // Times of the years to come take as many digits.
  const eventOverheadBytes = Buffer.byteLength(envelopeOf(configuration, 1_000_000_000_000)) + 1;
  return {
    maxBatchBytes: maxRequestBytes,
    maxBatchEvents,
    eventOverheadBytes,
    maxMessageBytes: maxRequestBytes - eventOverheadBytes,
    maxSpanMs: Infinity,
    maxAgeMs: Infinity,
    maxAheadMs: Infinity,
  };
}
