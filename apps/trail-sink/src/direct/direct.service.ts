import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { Caller } from '@trailbook/access';
import { AuditTrail } from '@trailbook/producer';
import { DataSource } from 'typeorm';
import { uuidv7 } from 'uuidv7';
import { ExternalIds } from '../trails/external-ids';
import { draftOf } from '../trails/trail-draft';
import { roleOf } from '../trails/trail-settings';
import { sendNow } from '../verification/send-now';
import { SinkFactory } from '../verification/sink-factory';
import { parseDirectBody } from './direct-body';

const timeoutMs = 8_000;

/** Sends a client's own messages, audited if and only if they were taken. */
@Injectable()
export class DirectService {
  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly externalIds: ExternalIds,
    private readonly sinks: SinkFactory,
    private readonly audit: AuditTrail,
  ) {}

  async send(caller: Caller, body: unknown): Promise<void> {
    const { tenantUid } = caller;
    const { cloudWatch, events } = parseDirectBody(body, Date.now());
    const externalId = await this.externalIds.choose(tenantUid, cloudWatch, 'spec');
    const { settings, secrets } = draftOf(cloudWatch, { name: 'datasinks', externalId, path: 'spec' });
    const uid = uuidv7();
    const sink = this.sinks.open(uid, settings, secrets);
    try {
      await this.dataSource.transaction(async (manager) => {
        const roleArn = roleOf(settings);
        const { region } = settings;
        if (roleArn !== undefined) await this.externalIds.claim(manager, tenantUid, { roleArn, externalId, region });
        await this.audit.record(manager, caller, {
          actionType: 'action',
          resource: { kind: 'datasink', uid, name: settings.group },
          actionMsg: `${events.length} messages sent to the log group ${settings.group}`,
          attributes: { group: settings.group, region: settings.region, stream: settings.streamName },
          project: null,
        });
        await sendNow(sink, events, timeoutMs);
      });
    } finally {
      sink.close();
    }
  }
}
