import { Glance, type FoundTexts, type TextForm } from '@trailbook/json-bytes';
import type { ActionType } from '../../generated/types';
import { schemas } from '../../schemas';
import { sinkNames } from '../../sink/plain';
import type { KnownData, KnownScope } from '../accept';
import { FamiliarTexts } from './familiar-texts';
import { shapeOf } from './shape';

/** The texts that are looked for, by their path in an event's data, and where each is found. */
export const slots = {
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

/** What is looked for in an event's data. The rules are the schema's on who acted. */
export const usualForm: TextForm = {
  shape: shapeOf(schemas['AuditEventData']!, '', new Map(Object.entries(slots))),
  slots: Object.keys(slots).length,
  names: sinkNames,
  rules: [
    { slot: slots['/actor/actorType'], word: 'user', needs: slots['/actor/user/uid'] },
    { slot: slots['/actor/actorType'], word: 'service', needs: slots['/actor/serviceName'] },
  ],
};
const glance = new Glance(usualForm);
const familiar = new FamiliarTexts();

/**
 * What is to be known of an event's data in binary mode, where it has the usual shape and so keeps its schema; undefined
 * leaves it to whoever looks exactly. One pass over the bytes, and no object for the data.
 */
export function usualData(value: Buffer): KnownData | undefined {
  const scope = usualScope(value);
  if (scope === undefined) return undefined;
  const { tenantUid, projectUid, actionType, kind, isPlain } = scope;
  const { found } = glance;
  return {
    tenantUid,
    projectUid,
    actionType,
    actionMsg: textAt('/actionMsg', found, value),
    userMsg: textAt('/userMsg', found, value),
    kind,
    resourceUid: textAt('/resource/uid', found, value)!,
    resourceName: textAt('/resource/name', found, value),
    userUid: familiarAt('/actor/user/uid', found, value),
    isPlain,
  };
}

/** As `usualData`, without the texts that nobody asks for who passes the event on: making them is half of the work. */
export function usualScope(value: Buffer): KnownScope | undefined {
  if (!glance.read(value)) return undefined;
  const { found, isPlain } = glance;
  return {
    tenantUid: familiarAt('/tenantUid', found, value)!,
    projectUid: familiarAt('/projectUid', found, value),
    actionType: familiarAt('/actionType', found, value) as ActionType,
    kind: familiarAt('/resource/kind', found, value)!,
    isPlain,
  };
}

/**
 * A text that comes again and again.
 * @param begin where in the bytes the data begins
 */
export function familiarAt(path: Path, found: FoundTexts, bytes: Buffer, begin = 0): string | undefined {
  const slot = slots[path];
  if (!found.isBare(slot)) return textAt(path, found, bytes, begin);
  return familiar.read(bytes, begin + found.start(slot), begin + found.end(slot));
}

function textAt(path: Path, found: FoundTexts, bytes: Buffer, begin = 0): string | undefined {
  const slot = slots[path];
  if (!found.has(slot)) return undefined;
  const start = begin + found.start(slot);
  const end = begin + found.end(slot);
  if (found.isBare(slot)) return bytes.toString('latin1', start, end);
  if (found.isEscaped(slot)) return JSON.parse(bytes.toString('utf8', start - 1, end + 1)) as string;
  return bytes.toString('utf8', start, end);
}
