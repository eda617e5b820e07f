import {
  Inject,
  Module,
  type DynamicModule,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { APP_INTERCEPTOR } from '@nestjs/core';
import { EventSigner } from '@trailbook/contract';
import { DataSource } from 'typeorm';
import { afterAuditedCommit } from './outbox/after-commit';
import { OutboxRelay } from './outbox/outbox-relay';
import { OutboxStore } from './outbox/outbox-store';
import { publishRowsWith } from './outbox/publish-rows';
import { PRODUCER_OPTIONS, type ProducerOptions } from './producer-options';
import { AuditTrail } from './trail/audit-trail';
import { AuditUidInterceptor } from './trail/audit-uid';

/** Makes a service a resource service: inject `AuditTrail` and call `record` where a resource changes. */
@Module({})
export class ProducerModule implements OnApplicationBootstrap, OnApplicationShutdown {
  constructor(
    private readonly relay: OutboxRelay,
    private readonly dataSource: DataSource,
    @Inject(PRODUCER_OPTIONS) private readonly options: ProducerOptions,
  ) {}

  static forRoot(options: ProducerOptions): DynamicModule {
    const { databaseUrl, schema, publisher, signingKey } = options;
    const relay = new OutboxRelay({
      schema,
      openStore: () => new OutboxStore(databaseUrl, schema),
      publish: publishRowsWith(publisher, signingKey === undefined ? undefined : EventSigner.parse(signingKey)),
    });
    return {
      module: ProducerModule,
      global: true,
      providers: [
        { provide: PRODUCER_OPTIONS, useValue: options },
        { provide: OutboxRelay, useValue: relay },
        { provide: APP_INTERCEPTOR, useClass: AuditUidInterceptor },
        AuditTrail,
      ],
      exports: [AuditTrail, OutboxRelay],
    };
  }

  onApplicationBootstrap(): void {
    afterAuditedCommit(this.dataSource, () => this.relay.announce());
    this.relay.start();
  }

  /** Requests have ended by now: what they wrote is still published, as far as Kafka is there. */
  async onApplicationShutdown(): Promise<void> {
    await this.relay.stop();
    await this.options.publisher.close();
  }
}
