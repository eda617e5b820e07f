import { Inject, Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { KafkaConnection, logIdentity, MessagingError, watermarks } from '@trailbook/messaging';
import { ApiError } from '@trailbook/service';
import type { DataSource } from 'typeorm';
import { TrailSinkConfig } from '../trail-sink.config';

/** Where the log ends now: the first offset, by partition, of what is yet to come. */
export interface LogEnds {
  /** The log's own name, which a topic that is made anew doesn't have. */
  readonly log: string;
  /** Undefined before ingest has seen the log for the first time. */
  readonly epochId: number | undefined;
  readonly ends: ReadonlyMap<number, bigint>;
}

/** Looks up where a new trail starts. */
@Injectable()
export class LogEndReader {
  constructor(
    private readonly kafka: KafkaConnection,
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
  ) {}

  /** @throws ApiError 503 while Kafka is away */
  async now(): Promise<LogEnds> {
    const topic = this.config.AUDIT_TOPIC;
    try {
      const [identity, log] = await Promise.all([logIdentity(this.kafka, topic), watermarks(this.kafka, topic)]);
      const epochId = await latestEpoch(this.dataSource, identity, topic);
      return { log: identity, epochId, ends: new Map([...log].map(([partition, { high }]) => [partition, high])) };
    } catch (error) {
      if (!(error instanceof MessagingError)) throw error;
      throw ApiError.unavailable('Kafka is away: where a trail starts cannot be told', error);
    }
  }
}

/** The newest epoch that ingest has opened for the topic, or undefined before it has opened one. */
export async function latestEpoch(
  dataSource: DataSource,
  identity: string,
  topic: string,
): Promise<number | undefined> {
  const rows: { id: number }[] = await dataSource.query(
    'SELECT id FROM audit.kafka_epoch WHERE cluster_id = $1 AND topic = $2 ORDER BY id DESC LIMIT 1',
    [identity, topic],
  );
  return rows[0]?.id;
}
