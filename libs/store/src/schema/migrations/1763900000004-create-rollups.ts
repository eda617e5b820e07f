import { hoursBefore1970 } from '../../layout/count-times';
import { SqlMigration } from './sql-migration';

const actions = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'];
const columns = actions.map((action) => `${action}_count`);
const declared = columns.map((column) => `${column} int4 NOT NULL`).join(', ');
const added = (table: string) =>
  columns.map((column) => `${column} = ${table}.${column} + excluded.${column}`).join(', ');

/** Counts of one packed element at most: what is more takes a further element. */
const mostByHour = 2 ** 23 - 1;
const mostByKind = 2 ** 29 - 1;
/** A day's elements with those that are new, in the conflict's update. */
const merged = (column: string, bits: number, most: number, type: string): string => `(
      SELECT array_agg((k << ${bits} | least(${most}, n - part * ${most}))::${type} ORDER BY k)
        FROM (SELECT (v >> ${bits})::int8 AS k, sum(v & ${most})::int8 AS n FROM unnest(d.${column} || excluded.${column}) v GROUP BY 1) e
       CROSS JOIN LATERAL generate_series(0, (n - 1) / ${most}) part)`;

/**
 * Counts by day, one row a tenant and project. Ingest appends what a batch adds to `rollup_delta` in the batch's
 * transaction (one row a tenant and project: kinds, hours with actions (see `countTime`), and how many) and `fold_rollups` moves
 * deltas into the days, one caller at a time: writers never meet on a row. Readers add both, in one snapshot.
 *
 * A day's hours and kinds are packed, since a row for each would be as large as the log where entries are far between:
 * an element of `hours` is (hour * 8 + action) << 23 | count, of `kinds` (kind * 8 + action) << 29 | count. Elements with
 * the same key add up.
 */
export class CreateRollups1763900000004 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.entries_by_day (
  day date NOT NULL, tenant_id int4 NOT NULL, project_id int4 NOT NULL, ${declared},
  hours int4[] NOT NULL, kinds int8[] NOT NULL,
  PRIMARY KEY (tenant_id, day, project_id)
) WITH (fillfactor = 90, toast_tuple_target = 8160);
-- A full day takes up to 3 kB. In the row itself: it is read whole.
ALTER TABLE audit.entries_by_day ALTER hours SET STORAGE MAIN, ALTER kinds SET STORAGE MAIN;
CREATE TABLE audit.rollup_delta (
  tenant_id int4 NOT NULL, project_id int4 NOT NULL, kinds int4[] NOT NULL, times int4[] NOT NULL, counts int4[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 1000, autovacuum_vacuum_cost_delay = 0);
CREATE INDEX rollup_delta_tenant ON audit.rollup_delta (tenant_id);

-- What is packed, as rows. They run as their caller: row-level security decides what is seen.
CREATE VIEW audit.counts_by_hour WITH (security_invoker = true, security_barrier = true) AS
  SELECT d.tenant_id, d.project_id, d.day, (d.day + make_interval(hours => v >> 26)) AT TIME ZONE 'UTC' AS hour,
         v >> 23 & 7 AS action, v & ${mostByHour} AS n
    FROM audit.entries_by_day d CROSS JOIN LATERAL unnest(d.hours) v;
CREATE VIEW audit.counts_by_kind WITH (security_invoker = true, security_barrier = true) AS
  SELECT d.tenant_id, d.project_id, d.day, (v >> 32)::int4 AS kind_id,
         (v >> 29 & 7)::int4 AS action, (v & ${mostByKind})::int4 AS n
    FROM audit.entries_by_day d CROSS JOIN LATERAL unnest(d.kinds) v;

-- What is still to be folded, as rows.
CREATE VIEW audit.pending_counts WITH (security_invoker = true, security_barrier = true) AS
  SELECT d.tenant_id, d.project_id, c.kind_id, to_timestamp(((c.t >> 3) - ${hoursBefore1970}) * 3600.0) AS hour, c.t & 7 AS action, c.n
    FROM audit.rollup_delta d CROSS JOIN LATERAL unnest(d.kinds, d.times, d.counts) c (kind_id, t, n);

-- No more than most deltas in one transaction: after a long pause there may be many, and readers wait for no fold.
CREATE FUNCTION audit.fold_rollups(most int4 DEFAULT 5000) RETURNS int4 LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' SET timezone = 'UTC' AS $$
DECLARE folded int4;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7301764002) THEN RETURN 0; END IF;
  WITH taken AS MATERIALIZED (
    DELETE FROM audit.rollup_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM audit.rollup_delta LIMIT most))
    RETURNING tenant_id, project_id, kinds, times, counts
  ), summed AS (
    SELECT tenant_id, project_id, c.kind_id, c.t, sum(c.n)::int8 AS n
      FROM taken CROSS JOIN LATERAL unnest(kinds, times, counts) c (kind_id, t, n) GROUP BY 1, 2, 3, 4
  ), groups AS MATERIALIZED (
    SELECT tenant_id, project_id, kind_id::int8, (t >> 3) / 24 - ${hoursBefore1970 / 24} AS day, (t >> 3) % 24 AS hour, t & 7 AS action, n
      FROM summed
  ), keyed AS (
    SELECT tenant_id, project_id, day, 'h' AS of, (hour * 8 + action)::int8 AS k, sum(n)::int8 AS n, ${mostByHour}::int8 AS most
      FROM groups GROUP BY 1, 2, 3, 5
     UNION ALL
    SELECT tenant_id, project_id, day, 'k', kind_id * 8 + action, sum(n)::int8, ${mostByKind} FROM groups GROUP BY 1, 2, 3, 5
  ), elements AS (
    SELECT tenant_id, project_id, day, of, k, least(e.most, n - part * e.most) AS n
      FROM keyed e CROSS JOIN LATERAL generate_series(0, (n - 1) / e.most) part
  ), days AS (
    INSERT INTO audit.entries_by_day AS d
    SELECT date '1970-01-01' + day, tenant_id, project_id,
           ${columns.map((_, action) => `coalesce(sum(n) FILTER (WHERE of = 'h' AND k & 7 = ${action}), 0)`).join(', ')},
           array_agg((k << 23 | n)::int4 ORDER BY k) FILTER (WHERE of = 'h'),
           array_agg(k << 29 | n ORDER BY k) FILTER (WHERE of = 'k')
      FROM elements GROUP BY 1, 2, 3
    ON CONFLICT (tenant_id, day, project_id) DO UPDATE SET ${added('d')},
      hours = ${merged('hours', 23, mostByHour, 'int4')},
      kinds = ${merged('kinds', 29, mostByKind, 'int8')}
  )
  SELECT count(*) INTO folded FROM taken;
  RETURN folded;
END $$;
REVOKE EXECUTE ON FUNCTION audit.fold_rollups(int4) FROM PUBLIC;

GRANT SELECT ON audit.entries_by_day, audit.rollup_delta, audit.counts_by_hour, audit.counts_by_kind, audit.pending_counts
  TO trailbook_query, trailbook_sink;
GRANT INSERT ON audit.rollup_delta TO trailbook_ingest;
GRANT EXECUTE ON FUNCTION audit.fold_rollups(int4) TO trailbook_ingest;
`;
}
