import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What users may do, and the keys that speak for them. Built-in roles have no row: a binding names them by their uid.
 * Every reference carries the tenant, so that nothing of one tenant can point to another's.
 */
export class CreateRolesAndKeys1763900000001 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`CREATE TABLE identity.role (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL REFERENCES identity.tenant ON DELETE CASCADE,
      name text NOT NULL,
      name_key text NOT NULL,
      scope text NOT NULL CHECK (scope IN ('tenant', 'project')),
      permissions text[] NOT NULL,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      UNIQUE (tenant_uid, name_key)
    )`);
    await runner.query(`CREATE TABLE identity.role_binding (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL REFERENCES identity.tenant ON DELETE CASCADE,
      user_uid text NOT NULL,
      role_uid text NOT NULL,
      project_uid text,
      issuer text,
      created_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (tenant_uid, user_uid) REFERENCES identity.user_account (tenant_uid, uid) ON DELETE CASCADE,
      FOREIGN KEY (tenant_uid, project_uid) REFERENCES identity.project (tenant_uid, uid) ON DELETE CASCADE,
      UNIQUE NULLS NOT DISTINCT (user_uid, role_uid, project_uid, issuer)
    )`);
    await runner.query(
      `COMMENT ON COLUMN identity.role_binding.issuer IS 'The OpenID Connect issuer that says so; null for one given here'`,
    );
    // Who holds a role: the last administrator, a role that is in use.
    await runner.query('CREATE INDEX role_binding_role ON identity.role_binding (tenant_uid, role_uid)');
    await runner.query('CREATE INDEX role_binding_project ON identity.role_binding (project_uid)');
    await runner.query(`CREATE TABLE identity.api_key (
      uid text PRIMARY KEY,
      tenant_uid text NOT NULL REFERENCES identity.tenant ON DELETE CASCADE,
      user_uid text NOT NULL,
      name text NOT NULL,
      secret_hash bytea NOT NULL UNIQUE,
      expires_at timestamptz,
      revoked_at timestamptz,
      last_used_at timestamptz,
      created_at timestamptz NOT NULL DEFAULT now(),
      updated_at timestamptz NOT NULL DEFAULT now(),
      FOREIGN KEY (tenant_uid, user_uid) REFERENCES identity.user_account (tenant_uid, uid) ON DELETE CASCADE
    )`);
    await runner.query('CREATE INDEX api_key_user ON identity.api_key (tenant_uid, user_uid)');
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query('DROP TABLE identity.api_key, identity.role_binding, identity.role');
  }
}
