import { parseArgs } from 'node:util';

export interface SinkOptions {
  /** In the log before it is measured. */
  events: number;
  /** Each has a trail of its own. */
  tenants: number;
  /** Of limit, delivery without faults and delivery with faults, in turn; the median counts. */
  rounds: number;
  partitions: number;
  /** How long the trickle of ten events a second lasts; 0 leaves it out. */
  trickleSeconds: number;
  /** Processes of trail-sink that share the log. */
  instances: number;
  /** Whether deliveries are measured with faults, too. */
  faults: boolean;
  /** Where to write CPU profiles of trail-sink, if anywhere. */
  profile: string | undefined;
}

/** @throws Error naming what is wrong with the arguments */
export function sinkOptions(args: string[]): SinkOptions {
  const { values } = parseArgs({
    args,
    options: {
      events: { type: 'string', default: '1000000' },
      tenants: { type: 'string', default: '100' },
      rounds: { type: 'string', default: '3' },
      partitions: { type: 'string', default: '12' },
      'trickle-seconds': { type: 'string', default: '30' },
      instances: { type: 'string', default: '1' },
      'no-faults': { type: 'boolean', default: false },
      profile: { type: 'string' },
    },
  });
  const number = (name: keyof typeof values, least: number) => {
    const value = Number(values[name]);
    if (!Number.isInteger(value) || value < least) throw new Error(`--${name}: a whole number, at least ${least}`);
    return value;
  };
  return {
    events: number('events', 10_000),
    tenants: number('tenants', 1),
    rounds: number('rounds', 1),
    partitions: number('partitions', 1),
    trickleSeconds: number('trickle-seconds', 0),
    instances: number('instances', 1),
    faults: !values['no-faults'],
    profile: values.profile,
  };
}
