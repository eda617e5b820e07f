import { encodeBinary, type EncodedRecord, type EventSigner } from '@trailbook/contract';

export const tenants = 10;
const resources = 100;

export const tenantOf = (number: number): string => `tenant-${number % tenants}`;

export interface LoadEvent {
  id: string;
  source: string;
  /** Milliseconds since 1970. */
  time: number;
  /** Chooses what the event is about. */
  number: number;
  message: string;
}

/** An event of the load: the same whenever it is sent, its time included. */
export function loadEvent({ id, source, time, number, message }: LoadEvent, signer?: EventSigner): EncodedRecord {
  return encodeBinary(
    {
      ...{ id, source, time },
      type: 'dev.trailbook.audit.event.v1',
      data: {
        tenantUid: tenantOf(number),
        ...(number % 3 > 0 && { projectUid: `project-${number % 3}` }),
        actionType: number % 2 === 0 ? 'update' : 'deploy',
        resource: { kind: `kind-${number % 4}`, uid: `resource-${number % resources}` },
        actor: { actorType: 'system' },
        actionMsg: message,
      },
    },
    signer,
  );
}
