import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { AccessModule } from '@trailbook/access';
import { ownSources } from '@trailbook/contract';
import {
  AuditProducer,
  BatchTransport,
  connectKafka,
  KafkaConnection,
  kafkaConfigFrom,
  KafkaReachability,
  type ConsumerDeclaration,
} from '@trailbook/messaging';
import { OutboxRelay, ProducerModule, serviceDatabase } from '@trailbook/producer';
import { createLogger, ReadinessRegistry } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { DataSinkConfigEntity } from './data-sinks/data-sink-config.entity';
import { DataSinksController } from './data-sinks/data-sinks.controller';
import { DataSinksService } from './data-sinks/data-sinks.service';
import { DeliveryController } from './delivery/delivery.controller';
import { DeliveryStatus } from './delivery/delivery-status';
import { DeliveryStore } from './delivery/delivery-store';
import { EventsConsumer } from './delivery/events.consumer';
import { LaneKeeper } from './delivery/lane-keeper';
import { LogEndReader } from './delivery/log-ends';
import { LogFollower } from './delivery/log-follower';
import { RoomMaker } from './delivery/room-maker';
import { StoreReader } from './delivery/store-reader';
import { TrailRegistry } from './delivery/trail-registry';
import { TrailWorkers } from './delivery/trail-workers';
import { VerdictWatch } from './delivery/verdict-watch';
import { DirectController } from './direct/direct.controller';
import { DirectService } from './direct/direct.service';
import { ReceiptStore } from './receipts/receipt-store';
import { ReceiptUpkeep } from './receipts/receipt-upkeep';
import { ReconciliationService } from './receipts/reconciliation.service';
import { ReplaysService } from './replay/replays.service';
import { ReplayStore } from './replay/replay-store';
import { SecretBox } from './secrets/secret-box';
import { parseTrailKeys } from './secrets/trail-keys';
import type { TrailSinkConfig } from './trail-sink.config';
import { ExternalIds } from './trails/external-ids';
import { TrailDefaultsController } from './trails/trail-defaults.controller';
import { TrailEntity } from './trails/trail.entity';
import { TrailStore } from './trails/trail-store';
import { TrailsController } from './trails/trails.controller';
import { TrailsService } from './trails/trails.service';
import { PlatformPrincipal } from './verification/platform-principal';
import { RoleChecks } from './verification/role-checks';
import { SinkFactory } from './verification/sink-factory';
import { Verifier } from './verification/verifier';

const MiB = 1024 * 1024;

/** What trail-sink consumes. */
function eventsConsumer(config: TrailSinkConfig): ConsumerDeclaration {
  // What is read is queued for trails at once: larger fetches would only cost memory, and of smaller ones kafkajs has more to do.
  const atOnce = { maxBytesPerPartition: 2 * MiB, maxBytes: 4 * MiB, keepsRecords: false };
  return { name: 'events', topic: config.AUDIT_TOPIC, group: config.CONSUMER_GROUP, ...atOnce };
}

@Module({
  // The fixed path `defaults` before the one with a uid in its place.
  controllers: [
    TrailDefaultsController,
    TrailsController,
    DeliveryController,
    DataSinksController,
    DirectController,
    EventsConsumer,
  ],
  providers: [
    DataSinksService,
    DeliveryStatus,
    DirectService,
    ExternalIds,
    DeliveryStore,
    LaneKeeper,
    LogEndReader,
    LogFollower,
    PlatformPrincipal,
    RoleChecks,
    ReceiptStore,
    ReceiptUpkeep,
    ReconciliationService,
    ReplaysService,
    ReplayStore,
    RoomMaker,
    SinkFactory,
    StoreReader,
    TrailRegistry,
    TrailsService,
    TrailStore,
    TrailWorkers,
    VerdictWatch,
    Verifier,
  ],
})
export class TrailSinkModule {
  static forRoot(config: TrailSinkConfig): DynamicModule {
    const secretBox = new SecretBox(parseTrailKeys(config.TRAIL_KEYS));
    const log = createLogger('trail-sink', config.LOG_LEVEL);
    const kafka = connectKafka(kafkaConfigFrom(config), { clientId: 'trailbook-trail-sink', log });
    return {
      module: TrailSinkModule,
      imports: [
        AccessModule.forRoot({ audience: 'trail-sink', publicKeys: config.INTERNAL_PUBLIC_KEYS }),
        serviceDatabase({
          name: 'trail-sink',
          url: config.DATABASE_URL,
          schema: 'trails',
          entities: [TrailEntity, DataSinkConfigEntity],
          poolSize: config.DATABASE_CONNECTIONS,
        }),
        ProducerModule.forRoot({
          source: ownSources['trail-sink'],
          signingKey: config.EVENT_SIGNING_KEY,
          schema: 'trails',
          databaseUrl: config.DATABASE_URL,
          publisher: new AuditProducer(kafka, { topic: config.AUDIT_TOPIC }),
          // Views are masked before they come here; this is for the view that somebody forgets to mask.
          secretPaths: ['/**/secretKey', '/**/secretToken', '/**/splunk/token'],
        }),
      ],
      providers: [
        { provide: KafkaConnection, useValue: kafka },
        { provide: KafkaReachability, useFactory: () => new KafkaReachability(kafka, log) },
        { provide: BatchTransport, useValue: new BatchTransport({ kafka, consumers: [eventsConsumer(config)] }) },
        { provide: SecretBox, useValue: secretBox },
      ],
    };
  }

  /**
   * Says what readiness needs: what the REST calls need. Kafka's absence and a trail without progress are shown beside it,
   * and leave the trails within reach of those who look after them.
   */
  static async setUp(app: INestApplication): Promise<void> {
    const [readiness, relay, dataSource] = [app.get(ReadinessRegistry), app.get(OutboxRelay), app.get(DataSource)];
    const [transport, workers] = [app.get(BatchTransport), app.get(TrailWorkers)];
    readiness.add('database', async () => void (await dataSource.query('SELECT 1')));
    readiness.add('outbox', () => relay.check());
    readiness.show('kafka', () => transport.assertAlive());
    readiness.show('delivery', () => workers.assertProgress());
    readiness.show('ingest', () => app.get(VerdictWatch).assertNotStalled());
    await app.get(LogFollower).start();
    app.get(ReceiptUpkeep).start();
    app.connectMicroservice({ strategy: transport });
  }
}
