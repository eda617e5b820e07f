import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What a tenant configures. `settings` is the sink's own and holds nothing secret; `secrets` is encrypted by trail-sink
 * and goes with the row. `filters` is a list of filters, each with the time since which it holds. The trails of a data-sink configuration are ordinary ones that name it.
 */
export class CreateTrails1763910000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
CREATE TABLE trails.data_sink_config (
  uid uuid PRIMARY KEY,
  tenant_uid text NOT NULL UNIQUE,
  name text NOT NULL,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);

CREATE TABLE trails.trail (
  uid uuid PRIMARY KEY,
  tenant_uid text NOT NULL,
  name text NOT NULL,
  type text NOT NULL CHECK (type IN ('cloudwatch', 'splunk')),
  settings jsonb NOT NULL,
  filters jsonb NOT NULL DEFAULT '[]',
  secrets bytea,
  state text NOT NULL CHECK (state IN ('active', 'paused')),
  config_uid uuid REFERENCES trails.data_sink_config ON DELETE CASCADE,
  place int2 NOT NULL DEFAULT 0,
  version int4 NOT NULL DEFAULT 1,
  created_at timestamptz NOT NULL,
  updated_at timestamptz NOT NULL
);
CREATE INDEX trail_tenant ON trails.trail (tenant_uid);
CREATE INDEX trail_config ON trails.trail (config_uid);
CREATE UNIQUE INDEX trail_name ON trails.trail (tenant_uid, name) WHERE config_uid IS NULL;

-- Made once for each tenant and never changed: it stands in the trust policies of the tenant's roles.
CREATE TABLE trails.external_id (
  tenant_uid text PRIMARY KEY,
  external_id text NOT NULL UNIQUE,
  created_at timestamptz NOT NULL DEFAULT now()
);

-- Kept after a trail is gone: a role that one tenant used is not to be had with another's choice of external id.
CREATE TABLE trails.role_use (
  role_arn text NOT NULL,
  tenant_uid text NOT NULL,
  first_used_at timestamptz NOT NULL DEFAULT now(),
  PRIMARY KEY (role_arn, tenant_uid)
);`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('The trails schema only moves forward: restore a backup instead.'));
  }
}
