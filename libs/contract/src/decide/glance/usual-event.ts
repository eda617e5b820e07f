import { Glance } from '@trailbook/json-bytes';
import type { ActionType } from '../../generated/types';
import { schemas } from '../../schemas';
import { sinkNames } from '../../sink/plain';
import type { KnownData, KnownScope } from '../accept';
import { FamiliarTexts } from './familiar-texts';
import { shapeOf } from './shape';

/** The texts that are looked for, by their path in an event's data, and where each is found. */
const slots = {
  '/tenantUid': 0,
  '/projectUid': 1,
  '/actionType': 2,
  '/resource/kind': 3,
  '/actor/actorType': 4,
  '/actor/user/uid': 5,
  '/actor/serviceName': 6,
  '/actionMsg': 7,
  '/userMsg': 8,
  '/resource/uid': 9,
  '/resource/name': 10,
} as const;
type Path = keyof typeof slots;

const paths = Object.entries(slots);
const glance = new Glance(shapeOf(schemas['AuditEventData']!, '', new Map(paths)), paths.length, sinkNames);
const familiar = new FamiliarTexts();

/**
 * What is to be known of an event's data in binary mode, where it has the usual shape and so keeps its schema; undefined
 * leaves it to whoever looks exactly. One pass over the bytes, and no object for the data.
 */
export function usualData(value: Buffer): KnownData | undefined {
  const scope = usualScope(value);
  if (scope === undefined) return undefined;
  const { tenantUid, projectUid, actionType, kind, isPlain } = scope;
  return {
    tenantUid,
    projectUid,
    actionType,
    actionMsg: textAt('/actionMsg', value),
    userMsg: textAt('/userMsg', value),
    kind,
    resourceUid: textAt('/resource/uid', value)!,
    resourceName: textAt('/resource/name', value),
    userUid: familiarAt('/actor/user/uid', value),
    isPlain,
  };
}

/** As `usualData`, without the texts that nobody asks for who passes the event on: making them is half of the work. */
export function usualScope(value: Buffer): KnownScope | undefined {
  if (!glance.read(value) || !namesWhoActed(value)) return undefined;
  return {
    tenantUid: familiarAt('/tenantUid', value)!,
    projectUid: familiarAt('/projectUid', value),
    actionType: familiarAt('/actionType', value) as ActionType,
    kind: familiarAt('/resource/kind', value)!,
    isPlain: glance.isPlain,
  };
}

/** The schema's rules on who acted. */
function namesWhoActed(value: Buffer): boolean {
  const actorType = familiarAt('/actor/actorType', value);
  if (actorType === 'user') return glance.has(slots['/actor/user/uid']);
  return actorType !== 'service' || glance.has(slots['/actor/serviceName']);
}

/** A text that comes again and again. */
function familiarAt(path: Path, value: Buffer): string | undefined {
  const slot = slots[path];
  return glance.isBare(slot) ? familiar.read(value, glance.start(slot), glance.end(slot)) : textAt(path, value);
}

function textAt(path: Path, value: Buffer): string | undefined {
  const slot = slots[path];
  if (!glance.has(slot)) return undefined;
  const start = glance.start(slot);
  const end = glance.end(slot);
  if (glance.isBare(slot)) return value.toString('latin1', start, end);
  if (glance.isEscaped(slot)) return JSON.parse(value.toString('utf8', start - 1, end + 1)) as string;
  return value.toString('utf8', start, end);
}
