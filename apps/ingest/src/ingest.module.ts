import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { EventSigner } from '@trailbook/contract';
import {
  AuditProducer,
  BatchTransport,
  connectKafka,
  kafkaConfigFrom,
  KafkaConnection,
  KafkaReachability,
  RejectedPublisher,
  type ConsumerDeclaration,
} from '@trailbook/messaging';
import { createLogger } from '@trailbook/service';
import { EntryWriter, PartitionKeeper, RollupFolder } from '@trailbook/store/append';
import { IngestConfig } from './config';
import { Accumulator } from './intake/accumulator';
import { Assignments } from './intake/assignments';
import { EventsConsumer } from './intake/events.consumer';
import { Intake } from './intake/intake';
import { Pressure } from './intake/pressure';
import type { Stretch } from './intake/stretch';
import { Lifecycle } from './operations/lifecycle';
import { Losses } from './operations/losses';
import { Troubles } from './operations/troubles';
import { OwnEvents } from './positions/own-events';
import { PositionFinder } from './positions/position-finder';
import { PartitionUpkeep } from './upkeep/partition-upkeep';
import { RollupUpkeep } from './upkeep/rollup-upkeep';
import { VerdictUpkeep } from './upkeep/verdict-upkeep';
import { Writers } from './writing/writers';

const MiB = 1024 * 1024;

/** What ingest consumes. */
export function eventsConsumer(config: IngestConfig): ConsumerDeclaration {
  return { name: 'events', topic: config.AUDIT_TOPIC, group: config.CONSUMER_GROUP };
}

const parts: Provider[] = [
  {
    provide: KafkaConnection,
    inject: [IngestConfig],
    useFactory: (config: IngestConfig) =>
      connectKafka(kafkaConfigFrom(config), {
        clientId: 'trailbook-ingest',
        log: createLogger('ingest', config.LOG_LEVEL),
      }),
  },
  {
    provide: KafkaReachability,
    inject: [KafkaConnection],
    useFactory: (kafka: KafkaConnection) => new KafkaReachability(kafka, kafka.log),
  },
  {
    provide: BatchTransport,
    inject: [KafkaConnection, IngestConfig],
    useFactory: (kafka: KafkaConnection, config: IngestConfig) =>
      new BatchTransport({ kafka, consumers: [eventsConsumer(config)] }),
  },
  {
    provide: AuditProducer,
    inject: [KafkaConnection, IngestConfig],
    useFactory: (kafka: KafkaConnection, config: IngestConfig) =>
      new AuditProducer(kafka, { topic: config.AUDIT_TOPIC }),
  },
  {
    provide: EventSigner,
    inject: [IngestConfig],
    useFactory: (config: IngestConfig) => EventSigner.parse(config.EVENT_SIGNING_KEY),
  },
  {
    provide: RejectedPublisher,
    inject: [KafkaConnection, IngestConfig],
    useFactory: (kafka: KafkaConnection, config: IngestConfig) =>
      new RejectedPublisher(kafka, { topic: config.AUDIT_REJECTED_TOPIC, app: 'ingest' }),
  },
  {
    provide: EntryWriter,
    inject: [IngestConfig],
    // One connection more than there are writers: positions are asked for while they work.
    useFactory: (config: IngestConfig) =>
      new EntryWriter({ connectionString: config.DATABASE_URL, connections: config.WRITERS + 1 }),
  },
  {
    provide: RollupFolder,
    inject: [IngestConfig],
    useFactory: (config: IngestConfig) => new RollupFolder({ connectionString: config.DATABASE_URL }),
  },
  {
    provide: PartitionKeeper,
    inject: [IngestConfig],
    useFactory: (config: IngestConfig) => new PartitionKeeper({ connectionString: config.PARTITIONS_DATABASE_URL }),
  },
  {
    provide: Accumulator,
    inject: [IngestConfig],
    useFactory: (config: IngestConfig) =>
      new Accumulator<Stretch>({ records: config.CHUNK_RECORDS, bytes: (config.HELD_MIB * MiB) / 4 }),
  },
  {
    provide: Pressure,
    inject: [Accumulator, IngestConfig],
    useFactory: (accumulator: Accumulator<Stretch>, config: IngestConfig) =>
      new Pressure(accumulator, config.HELD_MIB * MiB),
  },
];

@Module({})
export class IngestModule {
  static create(): DynamicModule {
    const own = [
      Assignments,
      Intake,
      Losses,
      OwnEvents,
      PartitionUpkeep,
      PositionFinder,
      RollupUpkeep,
      Troubles,
      VerdictUpkeep,
      Writers,
    ];
    return { module: IngestModule, controllers: [EventsConsumer], providers: [...parts, ...own, Lifecycle] };
  }
}
