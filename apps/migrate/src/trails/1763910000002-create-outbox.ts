import { dropOutboxTable, outboxTable } from '@trailbook/producer';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Changes of trails are audit events, written in the transaction that changes them. */
export class CreateOutbox1763910000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const statement of outboxTable('trails', 'trailbook_sink')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(dropOutboxTable('trails'));
  }
}
