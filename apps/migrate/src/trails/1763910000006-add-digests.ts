import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the events of a receipt said: a digest of each content, eight bytes each, in the order of `uids`. Receipts from before
 * have none, and are compared by uids alone.
 */
export class AddDigests1763910000006 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
ALTER TABLE trails.receipt ADD COLUMN digests bytea NOT NULL DEFAULT '';
-- Digests don't compress.
ALTER TABLE trails.receipt ALTER digests SET STORAGE EXTERNAL;`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('ALTER TABLE trails.receipt DROP COLUMN digests');
  }
}
