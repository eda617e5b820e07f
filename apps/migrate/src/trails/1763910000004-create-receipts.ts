import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What sinks have acknowledged: a row for each call and partition of the log, whatever number of events it carried. `uids`
 * are those of its events, 16 bytes each, one behind the other; `uid_xor` is the exclusive or of their hashes, which must
 * come out again. The times are those of the events themselves. No foreign key: receipts of a trail that is gone, and
 * those behind the retention, are cleared away little by little.
 */
export class CreateReceipts1763910000004 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE trails.receipt (
  id int8 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  acknowledged_at timestamptz NOT NULL DEFAULT now(),
  first_time timestamptz NOT NULL,
  last_time timestamptz NOT NULL,
  first_offset int8 NOT NULL,
  last_offset int8 NOT NULL,
  uid_xor int8 NOT NULL,
  trail_uid uuid NOT NULL,
  replay_uid uuid,
  epoch_id int4 NOT NULL,
  kafka_partition int4 NOT NULL,
  accepted int4 NOT NULL,
  rejected int4 NOT NULL,
  resent int4 NOT NULL,
  request_id text,
  uids bytea NOT NULL,
  rejected_uids bytea NOT NULL
);
-- Uids don't compress.
ALTER TABLE trails.receipt ALTER uids SET STORAGE EXTERNAL, ALTER rejected_uids SET STORAGE EXTERNAL;
CREATE INDEX receipt_range ON trails.receipt (trail_uid, last_time, first_time);
CREATE INDEX receipt_age ON trails.receipt USING brin (acknowledged_at);`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE trails.receipt');
  }
}
