import { IntegerVariable, LogReaderVariables, UrlVariable } from '@trailbook/service';
import { IsString, MinLength } from 'class-validator';

/** What ingest reads from its environment. */
export class IngestConfig extends LogReaderVariables {
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
