import { encodeBinary, eventTypes } from '@trailbook/contract';
import { AuditProducer, connectKafka } from '@trailbook/messaging';
import { endpoints } from '../system/running-system';

/** What happens to resources of one kind in a tenant, as a service of its own would publish it. */
export class Happenings {
  private readonly producer = new AuditProducer(
    connectKafka({ brokers: [endpoints().kafka], ssl: false }, { clientId: 'browser-specs' }),
    { topic: 'audit.events' },
  );

  /** @param says what an entry's message has before the resource's name */
  constructor(
    private readonly of: { tenantUid: string; source: string; kind: string },
    private readonly says: string,
  ) {}

  /** @param time when it happened, milliseconds since 1970 */
  async publish(name: string, time: number): Promise<void> {
    const { tenantUid, source, kind } = this.of;
    const resource = { kind, uid: name, name };
    const actionMsg = `${this.says}: ${name}`;
    const data = { tenantUid, actionType: 'activity', resource, actor: { actorType: 'system' }, actionMsg } as const;
    await this.producer.publish([encodeBinary({ id: name, source, type: eventTypes.event, time, data })]);
  }

  close(): Promise<void> {
    return this.producer.close();
  }
}
