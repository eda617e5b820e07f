import { Inject, Injectable } from '@nestjs/common';
import { context, propagation } from '@opentelemetry/api';
import { encodeBinary, EventSigner, eventTypes, type OutgoingEvent } from '@trailbook/contract';
import type { EntityManager } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { markAudited } from '../outbox/after-commit';
import { outboxOf } from '../outbox/outbox-table';
import { PRODUCER_OPTIONS, type ProducerOptions } from '../producer-options';
import type { AuditAction, AuditCaller } from './audit-action';
import { noteAuditUid } from './audit-uid';
import { assertAcceptable } from './acceptable';
import { eventData } from './event-data';

/** Records what was done to a resource, in the transaction that does it. */
@Injectable()
export class AuditTrail {
  private readonly signer: EventSigner | undefined;

  constructor(@Inject(PRODUCER_OPTIONS) private readonly options: ProducerOptions) {
    this.signer = options.signingKey === undefined ? undefined : EventSigner.parse(options.signingKey);
  }

  /**
   * Writes the event to the outbox: it is published if, and only if, the transaction commits. Call it after the
   * resource's row is locked or changed, then events of one resource are published in the order of their commits.
   * @param manager of the transaction that changes the resource
   * @returns the uid of the future audit entry, which also becomes the answer's header `AuditUid`
   * @throws Error when called outside of a transaction
   */
  async record(manager: EntityManager, caller: AuditCaller, action: AuditAction): Promise<string> {
    const { queryRunner } = manager;
    if (!queryRunner?.isTransactionActive) throw new Error('An action is recorded in the transaction that changes it');
    const uid = uuidv7();
    const { kind, uid: resourceUid } = action.resource;
    const { source, secretPaths = [] } = this.options;
    const event: OutgoingEvent = {
      id: uid,
      source,
      type: eventTypes.event,
      time: new Date(),
      subject: `${kind}/${resourceUid}`,
      traceparent: currentTraceparent(),
      data: eventData(caller, action, secretPaths),
    };
    const record = encodeBinary(event, this.signer);
    assertAcceptable(record, this.signer?.verificationKeys(source));
    const { table } = outboxOf(this.options.schema);
    await manager.query(`INSERT INTO ${table} (key, headers, value) VALUES ($1, $2, $3)`, [
      record.key,
      JSON.stringify(record.headers),
      record.value.toString('utf8'),
    ]);
    markAudited(queryRunner);
    noteAuditUid(uid, this.asksForNote(action));
    return uid;
  }

  /** What is gone, and what failed, needs no words about what was changed. */
  private asksForNote({ actionType, outcome, resource }: AuditAction): boolean {
    const isSave = (actionType === 'create' || actionType === 'update') && outcome !== 'failure';
    return isSave && (this.options.notesAskedFor ?? []).includes(resource.kind);
  }
}

function currentTraceparent(): string | undefined {
  const carrier: { traceparent?: string } = {};
  propagation.inject(context.active(), carrier);
  return carrier.traceparent;
}
