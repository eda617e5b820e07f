import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Ranges of the log that trails deliver again, in the order of (time, uid): everything up to `sent_time` and `sent_uid` is
 * at the sink once more. Whoever holds the trail's lane on `kafka_partition` sends. The latest replay of a trail is kept.
 */
export class CreateReplays1763910000005 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE trails.replay (
  trail_uid uuid PRIMARY KEY REFERENCES trails.trail ON DELETE CASCADE,
  uid uuid NOT NULL UNIQUE,
  state text NOT NULL CHECK (state IN ('running', 'done', 'cancelled')),
  kafka_partition int4 NOT NULL,
  start_time timestamptz NOT NULL,
  end_time timestamptz NOT NULL,
  requested_at timestamptz NOT NULL DEFAULT now(),
  finished_at timestamptz,
  total int8 NOT NULL,
  sent int8 NOT NULL DEFAULT 0,
  rejected int8 NOT NULL DEFAULT 0,
  sent_time timestamptz,
  sent_uid uuid
) WITH (fillfactor = 50)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE trails.replay');
  }
}
