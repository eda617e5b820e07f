import { IntegerVariable, KafkaVariables, UrlVariable } from '@trailbook/service';
import { parseAllowedSources, type AllowedSources } from '@trailbook/contract';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsObject, IsOptional, IsString, MinLength } from 'class-validator';

/** What ingest reads from its environment. */
export class IngestConfig extends KafkaVariables {
  /** Milliseconds for which it works on when it is told to stop: no caller has to be sent elsewhere. */
  @IntegerVariable(0, 300_000)
  override SHUTDOWN_DELAY_MS: number = 0;

  /** Where records go that can't be stored, each with the reason. */
  @IsString()
  @MinLength(1)
  AUDIT_REJECTED_TOPIC: string = 'audit.events.rejected';

  /** Its group in Kafka, the same for every instance. */
  @IsString()
  @MinLength(1)
  CONSUMER_GROUP: string = 'trailbook-ingest';

  /** The store, as role trailbook_ingest. */
  @UrlVariable('postgres', 'postgresql')
  DATABASE_URL!: string;

  /** The same database, as role trailbook_partitions. */
  @UrlVariable('postgres', 'postgresql')
  PARTITIONS_DATABASE_URL!: string;

  /** Events older than this are refused, and partitions older than this dropped. */
  @IntegerVariable(1, 36_500)
  RETENTION_DAYS: number = 365;

  /** JSON of which sources may speak for which tenants; all may for all when it isn't set. */
  @IsOptional()
  @Transform(({ value }: TransformFnParams): unknown => allowedSources(value))
  @IsObject({ message: 'must be a JSON object of sources to lists of tenant uids' })
  ALLOWED_SOURCES?: AllowedSources;

  /** Transactions at a time. */
  @IntegerVariable(1, 16)
  WRITERS: number = 2;

  /** Most records in one transaction. */
  @IntegerVariable(1, 100_000)
  CHUNK_RECORDS: number = 10_000;

  /** Reading pauses while more than this many MiB wait to be stored. */
  @IntegerVariable(8, 4_096)
  HELD_MIB: number = 40;
}

function allowedSources(value: unknown): unknown {
  try {
    return typeof value === 'string' ? parseAllowedSources(value) : value;
  } catch {
    return value; // the validator says what is wrong
  }
}
