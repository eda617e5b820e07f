import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who holds a partition: each take-over begins a new term. Where a lane takes its entries from, and where the log is read
 * on, is written only by a checkpoint of the latest term that is later than the last one: one that lands late changes neither.
 */
export class CreatePartitionTerms1763910000003 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE trails.partition_term (
  epoch_id int4 NOT NULL,
  kafka_partition int4 NOT NULL,
  term int8 NOT NULL,
  checkpoint int8 NOT NULL DEFAULT 0,
  PRIMARY KEY (epoch_id, kafka_partition)
)`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE trails.partition_term');
  }
}
