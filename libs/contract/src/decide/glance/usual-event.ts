import type { ActionType } from '../../generated/types';
import { schemas } from '../../schemas';
import { sinkNames } from '../../sink/plain';
import type { KnownData, KnownScope } from '../accept';
import { Glance } from './glance';
import { shapeOf, takenAs, type Wanted } from './shape';

const { text, familiar, presence } = takenAs;

/** The texts that are looked for in an event that is passed on, by their path in its data. */
const scopeSlots = {
  '/tenantUid': { slot: 0, taken: familiar },
  '/projectUid': { slot: 1, taken: familiar },
  '/actionType': { slot: 2, taken: text },
  '/resource/kind': { slot: 3, taken: familiar },
  '/actor/actorType': { slot: 4, taken: text },
  '/actor/user/uid': { slot: 5, taken: presence },
  '/actor/serviceName': { slot: 6, taken: presence },
} as const;

/** And in one of which everything is to be known. */
const dataSlots = {
  ...scopeSlots,
  '/actor/user/uid': { slot: 5, taken: familiar },
  '/actionMsg': { slot: 7, taken: text },
  '/userMsg': { slot: 8, taken: text },
  '/resource/uid': { slot: 9, taken: text },
  '/resource/name': { slot: 10, taken: text },
} as const;

type Found = (string | undefined)[];

const [scopeFound, dataFound]: [Found, Found] = [[], []];
const scopeGlance = glanceFor(scopeSlots, scopeFound);
const dataGlance = glanceFor(dataSlots, dataFound);

function glanceFor(slots: Readonly<Record<string, Wanted>>, found: Found): Glance {
  const wanted = new Map(Object.entries(slots));
  for (let slot = 0; slot < wanted.size; slot += 1) found.push(undefined);
  return new Glance(shapeOf(schemas['AuditEventData']!, '', wanted), found, sinkNames);
}

/**
 * What is to be known of an event's data in binary mode, where it has the usual shape and so keeps its schema; undefined
 * leaves it to whoever looks exactly. One pass over the bytes, and no object for the data.
 */
export function usualData(value: Buffer): KnownData | undefined {
  if (!dataGlance.read(value) || !namesWhoActed(dataFound)) return undefined;
  const resourceUid = dataFound[dataSlots['/resource/uid'].slot];
  const scope = scopeOf(dataFound, dataGlance.isPlain);
  if (scope === undefined || resourceUid === undefined) return undefined;
  const { tenantUid, projectUid, actionType, kind, isPlain } = scope;
  return {
    tenantUid,
    projectUid,
    actionType,
    actionMsg: dataFound[dataSlots['/actionMsg'].slot],
    userMsg: dataFound[dataSlots['/userMsg'].slot],
    kind,
    resourceUid,
    resourceName: dataFound[dataSlots['/resource/name'].slot],
    userUid: dataFound[dataSlots['/actor/user/uid'].slot],
    isPlain,
  };
}

/** As `usualData`, without the texts that nobody asks for who passes the event on: making them is half of the work. */
export function usualScope(value: Buffer): KnownScope | undefined {
  if (!scopeGlance.read(value) || !namesWhoActed(scopeFound)) return undefined;
  return scopeOf(scopeFound, scopeGlance.isPlain);
}

/** The schema's rules on who acted. */
function namesWhoActed(found: Found): boolean {
  const actorType = found[scopeSlots['/actor/actorType'].slot];
  if (actorType === 'user') return found[scopeSlots['/actor/user/uid'].slot] !== undefined;
  return actorType !== 'service' || found[scopeSlots['/actor/serviceName'].slot] !== undefined;
}

function scopeOf(found: Found, isPlain: boolean): KnownScope | undefined {
  const tenantUid = found[scopeSlots['/tenantUid'].slot];
  const kind = found[scopeSlots['/resource/kind'].slot];
  if (tenantUid === undefined || kind === undefined) return undefined;
  const actionType = found[scopeSlots['/actionType'].slot] as ActionType;
  return { tenantUid, projectUid: found[scopeSlots['/projectUid'].slot], actionType, kind, isPlain };
}
