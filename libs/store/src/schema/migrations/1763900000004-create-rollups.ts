import { SqlMigration } from './sql-migration';

const actions = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'];
const columns = actions.map((action) => `${action}_count`);
const declared = columns.map((column) => `${column} int4 NOT NULL`).join(', ');
const summed = columns.map((_, action) => `coalesce(sum(n) FILTER (WHERE action = ${action}), 0)`).join(', ');
const added = (table: string) =>
  columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ');

/**
 * Counts by hour, and by kind and day. Ingest appends what a batch adds to `rollup_delta` in the batch's transaction
 * (one row a tenant and project: flat groups of kind, hour since 1970, action, count) and `fold_rollups` moves deltas
 * into the two tables, one caller at a time: writers never meet on a row. Readers add both, in one snapshot.
 */
export class CreateRollups1763900000004 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.entries_by_hour (
  hour timestamptz NOT NULL, tenant_id int4 NOT NULL, project_id int4 NOT NULL, ${declared},
  PRIMARY KEY (tenant_id, hour, project_id)
) WITH (fillfactor = 80);
CREATE TABLE audit.entries_by_day (
  day date NOT NULL, tenant_id int4 NOT NULL, project_id int4 NOT NULL, kind_id int4 NOT NULL, ${declared},
  PRIMARY KEY (tenant_id, day, project_id, kind_id)
) WITH (fillfactor = 80);
CREATE TABLE audit.rollup_delta (
  tenant_id int4 NOT NULL, project_id int4 NOT NULL, counts int4[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX rollup_delta_tenant ON audit.rollup_delta (tenant_id);

-- What is still to be folded, as rows. Runs as its caller: row-level security decides what is seen. A long array is
-- stored apart and compressed, and would be fetched anew for each element that is read: the empty array added to it
-- makes it one in memory, once (OFFSET 0 keeps the planner from undoing that).
CREATE VIEW audit.pending_counts WITH (security_invoker = true, security_barrier = true) AS
  SELECT d.tenant_id, d.project_id, c.counts[i] AS kind_id, to_timestamp(c.counts[i + 1] * 3600.0) AS hour,
         c.counts[i + 2] AS action, c.counts[i + 3] AS n
    FROM audit.rollup_delta d
   CROSS JOIN LATERAL (SELECT d.counts || '{}'::int4[] AS counts OFFSET 0) c
   CROSS JOIN LATERAL generate_series(1, cardinality(c.counts), 4) i;

CREATE FUNCTION audit.fold_rollups() RETURNS int4 LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' SET timezone = 'UTC' AS $$
DECLARE folded int4;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7301764002) THEN RETURN 0; END IF;
  WITH taken AS MATERIALIZED (
    DELETE FROM audit.rollup_delta RETURNING tenant_id, project_id, counts
  ), counted AS MATERIALIZED (
    SELECT tenant_id, project_id, c.counts[i] AS kind_id, to_timestamp(c.counts[i + 1] * 3600.0) AS hour,
           c.counts[i + 2] AS action, sum(c.counts[i + 3]) AS n
      FROM taken
     CROSS JOIN LATERAL (SELECT taken.counts || '{}'::int4[] AS counts OFFSET 0) c
     CROSS JOIN LATERAL generate_series(1, cardinality(c.counts), 4) i GROUP BY 1, 2, 3, 4, 5
  ), hours AS (
    INSERT INTO audit.entries_by_hour AS h
    SELECT hour, tenant_id, project_id, ${summed} FROM counted GROUP BY 1, 2, 3
    ON CONFLICT (tenant_id, hour, project_id) DO UPDATE SET ${added('h')}
  ), days AS (
    INSERT INTO audit.entries_by_day AS d
    SELECT hour::date, tenant_id, project_id, kind_id, ${summed} FROM counted GROUP BY 1, 2, 3, 4
    ON CONFLICT (tenant_id, day, project_id, kind_id) DO UPDATE SET ${added('d')}
  )
  SELECT count(*) INTO folded FROM taken;
  RETURN folded;
END $$;
REVOKE EXECUTE ON FUNCTION audit.fold_rollups() FROM PUBLIC;

GRANT SELECT ON audit.entries_by_hour, audit.entries_by_day, audit.rollup_delta, audit.pending_counts
  TO trailbook_query, trailbook_sink;
GRANT INSERT ON audit.rollup_delta TO trailbook_ingest;
GRANT EXECUTE ON FUNCTION audit.fold_rollups() TO trailbook_ingest;
`;
}
