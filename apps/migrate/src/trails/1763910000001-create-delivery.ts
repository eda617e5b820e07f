import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * How far delivery is. A lane is one trail on one Kafka partition: everything before `next_offset` is at its sink. A lane
 * that is `behind` takes what follows from the store; any other follows the live log, and holds back `log_position`,
 * where reading starts after a restart. A lane begins at `first_offset`; one whose log is gone is kept, `ended`, since
 * reconciliation asks where it began. A trail that is made before ingest knows the log keeps its beginnings in
 * `lane_start`, by the log's own name, until its lanes are opened. Offsets belong to an epoch of the audit schema. The two times of telling keep the
 * audit events about a trail's troubles few: they go to the trail itself.
 */
export class CreateDelivery1763910000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE trails.lane (
  trail_uid uuid NOT NULL REFERENCES trails.trail ON DELETE CASCADE,
  epoch_id int4 NOT NULL,
  kafka_partition int4 NOT NULL,
  first_offset int8 NOT NULL CHECK (first_offset >= 0),
  next_offset int8 NOT NULL CHECK (next_offset >= first_offset),
  behind boolean NOT NULL,
  ended boolean NOT NULL DEFAULT false,
  PRIMARY KEY (trail_uid, epoch_id, kafka_partition)
) WITH (fillfactor = 50);
CREATE INDEX lane_partition ON trails.lane (kafka_partition) WHERE NOT ended;

CREATE TABLE trails.lane_start (
  trail_uid uuid NOT NULL REFERENCES trails.trail ON DELETE CASCADE,
  log text NOT NULL,
  kafka_partition int4 NOT NULL,
  first_offset int8 NOT NULL CHECK (first_offset >= 0),
  PRIMARY KEY (trail_uid, log, kafka_partition)
);

CREATE TABLE trails.log_position (
  epoch_id int4 NOT NULL,
  kafka_partition int4 NOT NULL,
  next_offset int8 NOT NULL CHECK (next_offset >= 0),
  PRIMARY KEY (epoch_id, kafka_partition)
) WITH (fillfactor = 50);

CREATE TABLE trails.delivery (
  trail_uid uuid PRIMARY KEY REFERENCES trails.trail ON DELETE CASCADE,
  delivered int8 NOT NULL DEFAULT 0,
  resent int8 NOT NULL DEFAULT 0,
  rejected int8 NOT NULL DEFAULT 0,
  shortened int8 NOT NULL DEFAULT 0,
  delivered_at timestamptz,
  newest_entry_time timestamptz,
  parked_at timestamptz,
  retry_at timestamptz,
  failures int4 NOT NULL DEFAULT 0,
  error_code text,
  error_message text,
  error_at timestamptz,
  parked_told_at timestamptz,
  recovered_told_at timestamptz
) WITH (fillfactor = 50);`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The trails schema only moves forward: restore a backup instead.'));
  }
}
