import { SqlMigration } from './sql-migration';

/**
 * What entries repeat is kept once and referred to by small integers: 8 bytes a row instead of about 100, in the table
 * and in every index. Dictionaries are per tenant, so that no reader can learn another tenant's names from them.
 * `project_id` 0 in an entry stands for none.
 */
export class CreateDictionaries1763900000000 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.tenant (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  uid text COLLATE "C" NOT NULL UNIQUE CHECK (uid <> '')
);
CREATE TABLE audit.project (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int4 NOT NULL REFERENCES audit.tenant,
  uid text COLLATE "C" NOT NULL,
  UNIQUE (tenant_id, uid)
);
CREATE TABLE audit.kind (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int4 NOT NULL REFERENCES audit.tenant,
  name text COLLATE "C" NOT NULL,
  UNIQUE (tenant_id, name)
);
CREATE TABLE audit.source (
  id int4 GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
  tenant_id int4 NOT NULL REFERENCES audit.tenant,
  uri text COLLATE "C" NOT NULL,
  UNIQUE (tenant_id, uri)
);

GRANT USAGE ON SCHEMA audit TO trailbook_ingest, trailbook_query, trailbook_sink, trailbook_partitions;
GRANT SELECT ON audit.tenant, audit.project, audit.kind, audit.source
  TO trailbook_ingest, trailbook_query, trailbook_sink;
GRANT INSERT (uid) ON audit.tenant TO trailbook_ingest;
GRANT INSERT (tenant_id, uid) ON audit.project TO trailbook_ingest;
GRANT INSERT (tenant_id, name) ON audit.kind TO trailbook_ingest;
GRANT INSERT (tenant_id, uri) ON audit.source TO trailbook_ingest;
`;
}
