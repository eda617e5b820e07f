import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A migration that is plain SQL. History only moves forward: what is stored can't be brought back by undoing. */
export abstract class SqlMigration implements MigrationInterface {
  protected abstract readonly sql: string;

  async up(runner: QueryRunner): Promise<void> {
    await runner.query(this.sql);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The audit schema only moves forward: restore a backup instead.'));
  }
}
