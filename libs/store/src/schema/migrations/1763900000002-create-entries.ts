import { SqlMigration } from './sql-migration';

/**
 * One row an event. `payload` is the record's value as received, and what can be read from it is in no column: the
 * columns are what identifies, orders, scopes or filters. No column is null and the wide ones come first: a null bitmap
 * and padding would cost 8 bytes a row.
 *
 * `id` is empty where the event's id is its uid; `extras` is a JSON object of the envelope's other attributes, empty
 * where there are none or where the payload has them (structured mode). `resource_key` and `actor_key` are 32-bit
 * hashes of the resource's and the acting user's uid (0: nobody), see `key-of.ts`. `second`, `tick` and `…_low` are there for
 * indexes alone, see `index-columns.ts`.
 */
export class CreateEntries1763900000002 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.entry (
  time timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  kafka_offset int8 NOT NULL,
  uid uuid NOT NULL,
  resource_key int4 NOT NULL,
  actor_key int4 NOT NULL,
  tenant_id int4 NOT NULL,
  project_id int4 NOT NULL,
  kind_id int4 NOT NULL,
  source_id int4 NOT NULL,
  second int4 NOT NULL,
  kafka_epoch int2 NOT NULL,
  kafka_partition int2 NOT NULL,
  tick "char" NOT NULL,
  kind_low "char" NOT NULL,
  project_low "char" NOT NULL,
  actor_low "char" NOT NULL,
  action "char" NOT NULL,
  mode "char" NOT NULL,
  id text NOT NULL,
  extras text NOT NULL,
  payload text NOT NULL
) PARTITION BY RANGE (time);

-- PostgreSQL packs pages that grow in the middle, but only those whose entries are all of one size: keys have 16 bytes at
-- most, and equal ones don't share a place.
-- Pages, newest first, and downloads.
CREATE INDEX entry_time ON audit.entry (tenant_id, time) WITH (deduplicate_items = off);
CREATE INDEX entry_project_time ON audit.entry (tenant_id, project_id, time) WITH (deduplicate_items = off);
-- Pages of a resource, a user and a kind, newest first. What else may be asked of them is compared within the index, so
-- that only what matches is fetched.
CREATE INDEX entry_resource ON audit.entry (tenant_id, resource_key, second, tick, actor_low, action)
  WITH (deduplicate_items = off);
CREATE INDEX entry_actor ON audit.entry (tenant_id, actor_key, second, tick, kind_low, project_low, action)
  WITH (deduplicate_items = off);
CREATE INDEX entry_kind ON audit.entry (tenant_id, kind_id, second, tick, project_low, action)
  WITH (deduplicate_items = off);
-- Pages of a rare action. Without the time equal keys share their place.
CREATE INDEX entry_action ON audit.entry (tenant_id, action);
-- What came after an offset: a trail that catches up, a reader who follows. By block ranges: 2 bytes an entry.
CREATE INDEX entry_arrival ON audit.entry
  USING brin (tenant_id, kafka_offset int8_minmax_multi_ops) WITH (pages_per_range = 32);

CREATE FUNCTION audit.refuse_change() RETURNS trigger LANGUAGE plpgsql
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RAISE EXCEPTION 'the audit log is append-only: % on %.% is refused', TG_OP, TG_TABLE_SCHEMA, TG_TABLE_NAME
    USING ERRCODE = 'insufficient_privilege';
END $$;
REVOKE EXECUTE ON FUNCTION audit.refuse_change() FROM PUBLIC;

-- Row triggers pass on to partitions by themselves; TRUNCATE triggers do not: each partition gets its own.
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.entry
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit.entry
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.entry ENABLE ALWAYS TRIGGER append_only_truncate;

GRANT SELECT ON audit.entry TO trailbook_query, trailbook_sink;
`;
}
