import { SqlMigration } from './sql-migration';

/**
 * How far each Kafka partition is stored. An offset means something within its epoch alone: one log of one cluster. A
 * topic that was made again opens the next epoch; `previous_id` is unique within a topic, so that of two instances that
 * notice it one opens the epoch and the other finds it.
 */
export class CreateKafkaOffsets1763900000001 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.kafka_epoch (
  id int2 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  cluster_id text NOT NULL,
  topic text NOT NULL,
  previous_id int2 NOT NULL DEFAULT 0,
  opened_at timestamptz NOT NULL DEFAULT now(),
  reason text NOT NULL,
  UNIQUE (cluster_id, topic, previous_id)
);
CREATE TABLE audit.kafka_offset (
  epoch_id int2 NOT NULL REFERENCES audit.kafka_epoch,
  kafka_partition int4 NOT NULL CHECK (kafka_partition BETWEEN 0 AND 32767),
  next_offset int8 NOT NULL CHECK (next_offset >= 0),
  updated_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (epoch_id, kafka_partition)
) WITH (fillfactor = 50);

GRANT SELECT, INSERT (cluster_id, topic, previous_id, reason) ON audit.kafka_epoch TO trailbook_ingest;
GRANT SELECT, INSERT (epoch_id, kafka_partition, next_offset), UPDATE (next_offset, updated_at)
  ON audit.kafka_offset TO trailbook_ingest;
-- The sink takes up a tenant's backlog from the store as far as it is stored.
GRANT SELECT ON audit.kafka_epoch, audit.kafka_offset TO trailbook_sink;
-- Whoever shows an entry's coordinates names the topic; who follows the log goes as far as it is stored.
GRANT SELECT ON audit.kafka_epoch, audit.kafka_offset TO trailbook_query;
`;
}
