import type { CloudWatchSpec } from '../trails/cloudwatch-spec';
import { cloudWatchOf, roleOf } from '../trails/trail-settings';
import type { TrailEntity } from '../trails/trail.entity';
import { keyOf } from './data-sinks-body';

/** An element of the new list, and the trail that it is or whose place it takes. */
export interface MatchedSink {
  readonly spec: CloudWatchSpec;
  readonly place: number;
  /** The trail with the same group, region and stream. */
  readonly same?: TrailEntity;
  /** For a new target: a trail of the same identity that goes, whose secrets and position it inherits. */
  readonly replaces?: TrailEntity;
}

export interface Matching {
  readonly sinks: readonly MatchedSink[];
  readonly gone: readonly TrailEntity[];
}

/** Finds out what a new list does to the trails of the old one. */
export function matchTrails(specs: readonly CloudWatchSpec[], trails: readonly TrailEntity[]): Matching {
  const byKey = new Map(trails.map((trail) => [keyOf(cloudWatchOf(trail.settings)), trail]));
  const kept = new Set(specs.map((spec) => byKey.get(keyOf(spec))).filter((trail) => trail !== undefined));
  const gone = trails.filter((trail) => !kept.has(trail));
  const free = [...gone];
  const sinks = specs.map((spec, place): MatchedSink => {
    const same = byKey.get(keyOf(spec));
    if (same) return { spec, place, same };
    const at = free.findIndex((trail) => hasSameIdentity(spec, trail));
    return { spec, place, replaces: at < 0 ? undefined : free.splice(at, 1)[0] };
  });
  return { sinks, gone };
}

function hasSameIdentity({ credentials }: CloudWatchSpec, trail: TrailEntity): boolean {
  const settings = cloudWatchOf(trail.settings);
  if (credentials.credentialType !== settings.credentials.credentialType) return false;
  if (settings.credentials.credentialType === 'secret') {
    return credentials.credentialType === 'secret' && credentials.accessKey === settings.credentials.accessKey;
  }
  const role = credentials.credentialType === 'sts' ? credentials.arn : 'roleArn' in credentials && credentials.roleArn;
  return role === roleOf(settings);
}
