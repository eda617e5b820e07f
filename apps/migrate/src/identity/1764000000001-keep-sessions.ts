import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Sessions, so that each can be seen and ended by itself. A session whose row is gone is over. */
export class KeepSessions1764000000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE identity.session (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL,
      user_uid text NOT NULL,
      began_at timestamptz NOT NULL DEFAULT now(),
      last_used_at timestamptz NOT NULL DEFAULT now(),
      ends_at timestamptz NOT NULL,
      ip text,
      user_agent text,
      issuer text,
      FOREIGN KEY (tenant_uid, user_uid) REFERENCES identity.user_account (tenant_uid, uid) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX session_of_user ON identity.session (tenant_uid, user_uid)');
    await runner.query('CREATE INDEX session_end ON identity.session (ends_at)');
    await runner.query(
      `COMMENT ON COLUMN identity.session.issuer IS 'The OpenID Connect issuer that the user signed in by; null with a password'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity.session');
  }
}
