import { dropOutboxTable, outboxTable } from '@trailbook/producer';
import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Logins of the last quarter of an hour that failed or are being judged, by which further ones are refused; and the
 * outbox. E-mail addresses are kept as hashes: people type passwords into the wrong field.
 */
export class CreateLoginAttempts1763900000002 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE identity.login_attempt (
      id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
      subject bytea NOT NULL,
      attempt uuid NOT NULL,
      failed boolean NOT NULL DEFAULT false,
      at timestamptz NOT NULL DEFAULT clock_timestamp()
    )`);
    await runner.query('CREATE INDEX login_attempt_subject ON identity.login_attempt (subject, at)');
    await runner.query('CREATE INDEX login_attempt_attempt ON identity.login_attempt (attempt)');
    await runner.query('CREATE INDEX login_attempt_at ON identity.login_attempt (at)');
    await runner.query(
      `COMMENT ON COLUMN identity.login_attempt.subject IS 'SHA-256 of what is counted: an e-mail or a network address'`,
    );
    for (const statement of outboxTable('identity', 'trailbook_identity')) await runner.query(statement);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity.login_attempt');
    await runner.query(dropOutboxTable('identity'));
  }
}
