import type { ActionType } from '../../generated/types';
import { schemas } from '../../schemas';
import { sinkNames } from '../../sink/plain';
import type { KnownData } from '../accept';
import { Glance } from './glance';
import { shapeOf, type Wanted } from './shape';

/** The texts that are looked for, by their path in the data; and those that have few values. */
const slots = {
  '/tenantUid': { slot: 0, familiar: true },
  '/projectUid': { slot: 1, familiar: true },
  '/actionType': { slot: 2, familiar: false },
  '/actionMsg': { slot: 3, familiar: false },
  '/userMsg': { slot: 4, familiar: false },
  '/resource/kind': { slot: 5, familiar: true },
  '/resource/uid': { slot: 6, familiar: false },
  '/resource/name': { slot: 7, familiar: false },
  '/actor/actorType': { slot: 8, familiar: false },
  '/actor/user/uid': { slot: 9, familiar: true },
  '/actor/serviceName': { slot: 10, familiar: false },
} as const;
const wanted = new Map<string, Wanted>(Object.entries(slots));

const found = new Array<string | undefined>(wanted.size).fill(undefined);
const glance = new Glance(shapeOf(schemas['AuditEventData']!, '', wanted), found, sinkNames);

/**
 * What is to be known of an event's data in binary mode, where it has the usual shape and so keeps its schema; undefined
 * leaves it to whoever looks exactly. One pass over the bytes, and no object for the data.
 */
export function usualData(value: Buffer): KnownData | undefined {
  return glance.read(value) ? knownData() : undefined;
}

function knownData(): KnownData | undefined {
  const tenantUid = found[slots['/tenantUid'].slot];
  const kind = found[slots['/resource/kind'].slot];
  const resourceUid = found[slots['/resource/uid'].slot];
  const actorType = found[slots['/actor/actorType'].slot];
  const userUid = found[slots['/actor/user/uid'].slot];
  if (tenantUid === undefined || kind === undefined || resourceUid === undefined) return undefined;
  // The schema's rules on who acted.
  if (actorType === 'user' && userUid === undefined) return undefined;
  if (actorType === 'service' && found[slots['/actor/serviceName'].slot] === undefined) return undefined;
  return {
    tenantUid,
    projectUid: found[slots['/projectUid'].slot],
    actionType: found[slots['/actionType'].slot] as ActionType,
    actionMsg: found[slots['/actionMsg'].slot],
    userMsg: found[slots['/userMsg'].slot],
    kind,
    resourceUid,
    resourceName: found[slots['/resource/name'].slot],
    userUid,
    isPlain: glance.isPlain,
  };
}
