import { outboxTable } from '@trailbook/producer';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export class CreateWidgets1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('CREATE TABLE widgets.widget (uid uuid PRIMARY KEY, name text NOT NULL, token text NOT NULL)');
    // The outbox of the schema `widgets`, for the role that the service connects as.
    for (const statement of outboxTable('widgets', 'widgets_service')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE widgets.outbox, widgets.widget');
  }
}
