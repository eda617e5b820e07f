import { parseArgs } from 'node:util';

export interface IngestOptions {
  events: number;
  /** Entries that a second store holds, measured in turn with the empty one; 0 is none. */
  rowsBefore: number;
  /** Over how many days back they are spread. */
  beforeDays: number;
  /** Over how many days back the events are spread; 0 is the present hour. */
  spreadDays: number;
  /** Measured in turn with the reference, of which the median counts. */
  rounds: number;
  /** Of ingest at a time. */
  instances: number;
  partitions: number;
  /** Where to write CPU profiles of ingest, if anywhere. */
  profile: string | undefined;
}

/** @throws Error naming what is wrong with the arguments */
export function ingestOptions(args: string[]): IngestOptions {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      'rows-before': { type: 'string', default: '0' },
      'before-days': { type: 'string', default: '360' },
      'spread-days': { type: 'string', default: '0' },
      rounds: { type: 'string', default: '3' },
      instances: { type: 'string', default: '1' },
      partitions: { type: 'string', default: '12' },
      profile: { type: 'string' },
    },
  });
  return {
    events: wholeNumber('events', values.events, 10_000),
    rowsBefore: wholeNumber('rows-before', values['rows-before'], 0),
    beforeDays: wholeNumber('before-days', values['before-days'], 1),
    spreadDays: wholeNumber('spread-days', values['spread-days'], 0),
    rounds: wholeNumber('rounds', values.rounds, 1),
    instances: wholeNumber('instances', values.instances, 1),
    partitions: wholeNumber('partitions', values.partitions, 1),
    profile: values.profile,
  };
}

function wholeNumber(name: string, text: string, least: number): number {
  const value = Number(text);
  if (!Number.isInteger(value) || value < least) throw new Error(`--${name}: a whole number, at least ${least}`);
  return value;
}
