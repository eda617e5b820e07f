import { Module, type DynamicModule, type INestApplication } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AccessModule } from '@trailbook/access';
import { AuditProducer, connectKafka, KafkaConnection, kafkaConfigFrom } from '@trailbook/messaging';
import { OutboxRelay, ProducerModule } from '@trailbook/producer';
import { createLogger, ReadinessRegistry } from '@trailbook/service';
import { DataSource } from 'typeorm';
import { DataSinkConfigEntity } from './data-sinks/data-sink-config.entity';
import { DataSinksController } from './data-sinks/data-sinks.controller';
import { DataSinksService } from './data-sinks/data-sinks.service';
import { DeliveryStatus } from './delivery/delivery-status';
import { LiveDelivery } from './delivery/live-delivery';
import { LogEndReader } from './delivery/log-ends';
import { DirectController } from './direct/direct.controller';
import { DirectService } from './direct/direct.service';
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
import { SinkFactory } from './verification/sink-factory';
import { Verifier } from './verification/verifier';

@Module({
  // The fixed path `defaults` before the one with a uid in its place.
  controllers: [TrailDefaultsController, TrailsController, DataSinksController, DirectController],
  providers: [
    DataSinksService,
    DeliveryStatus,
    DirectService,
    ExternalIds,
    LiveDelivery,
    LogEndReader,
    PlatformPrincipal,
    SinkFactory,
    TrailsService,
    TrailStore,
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
        TypeOrmModule.forRoot({
          type: 'postgres',
          url: config.DATABASE_URL,
          schema: 'trails',
          entities: [TrailEntity, DataSinkConfigEntity],
          installExtensions: false,
          toRetry: () => false, // whoever started this process starts it again
          poolSize: config.DATABASE_CONNECTIONS,
          connectTimeoutMS: 5_000,
          extra: { statement_timeout: 10_000, query_timeout: 12_000, application_name: 'trailbook-trail-sink' },
        }),
        ProducerModule.forRoot({
          source: '/trailbook/trail-sink',
          schema: 'trails',
          databaseUrl: config.DATABASE_URL,
          publisher: new AuditProducer(kafka, { topic: config.AUDIT_TOPIC }),
          // Views are masked before they come here; this is for the view that somebody forgets to mask.
          secretPaths: ['/**/secretKey', '/**/secretToken'],
        }),
      ],
      providers: [
        { provide: KafkaConnection, useValue: kafka },
        { provide: SecretBox, useValue: secretBox },
      ],
    };
  }

  /** Refuses to start without Kafka; once started, what happens while Kafka is away waits. */
  static async setUp(app: INestApplication): Promise<void> {
    await app.get(KafkaConnection).assertReachable();
    const [readiness, relay, dataSource] = [app.get(ReadinessRegistry), app.get(OutboxRelay), app.get(DataSource)];
    readiness.add('database', async () => void (await dataSource.query('SELECT 1')));
    readiness.add('outbox', () => relay.check());
  }
}
