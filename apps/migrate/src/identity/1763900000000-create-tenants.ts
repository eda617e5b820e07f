import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Tenants, their projects and users. What a person would take for the same name or address has the same key
 * (`name_key`, `email_key`: made by the service), which is what is unique.
 */
export class CreateTenants1763900000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE identity.tenant (
      uid text PRIMARY KEY,
      name text NOT NULL,
      name_key text NOT NULL UNIQUE,
      created_at timestamptz NOT NULL DEFAULT now()
    )`);
    await runner.query(`CREATE TABLE identity.project (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL REFERENCES identity.tenant ON DELETE CASCADE,
      name text NOT NULL,
      name_key text NOT NULL,
      description text NOT NULL DEFAULT '',
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (tenant_uid, name_key),
      UNIQUE (tenant_uid, uid)
    )`);
    await runner.query(`CREATE TABLE identity.user_account (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL REFERENCES identity.tenant ON DELETE CASCADE,
      email_id text NOT NULL,
      email_key text NOT NULL,
      first_name text NOT NULL DEFAULT '',
      last_name text NOT NULL DEFAULT '',
      password_hash text,
      disabled boolean NOT NULL DEFAULT false,
      session_generation integer NOT NULL DEFAULT 1,
      last_login_at timestamptz,
      issuer text,
      subject text,
      asserted_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (tenant_uid, email_key),
      UNIQUE (tenant_uid, issuer, subject),
      UNIQUE (tenant_uid, uid),
      CHECK ((issuer IS NULL) = (subject IS NULL))
    )`);
    await runner.query(
      `COMMENT ON COLUMN identity.user_account.asserted_at IS 'When the issuer said last who he is and what he may do'`,
    );
    // A login knows the address alone.
    await runner.query('CREATE INDEX user_account_email_key ON identity.user_account (email_key)');
    await runner.query(
      `COMMENT ON COLUMN identity.user_account.session_generation IS 'Sessions of an earlier generation are refused'`,
    );
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity.user_account, identity.project, identity.tenant');
  }
}
