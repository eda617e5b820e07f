import { entriesOfBlock } from '../../layout/search-text';
import { inScope } from './1763900000005-isolate-readers';
import { SqlMigration } from './sql-migration';

/**
 * Where a text may be found: which words occur in which stretch of time. A row says of some entries of a tenant and
 * project, of one day (UTC, counted from 1970), between which milliseconds they lie and what can be searched in them. It
 * proves that a text is not there; where it may be, the entries themselves are read. So a row may say too much, never too
 * little.
 *
 * Ingest adds to `search_delta` in the batch's transaction: one row a tenant and project, a stretch an element. Whenever
 * there is time `merge_search` makes blocks of them, whose words are there once each: that is smaller, and no less is
 * found without it.
 */
export class CreateSearch1763900000007 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.search_delta (
  tenant_id int4 NOT NULL, project_id int4 NOT NULL,
  firsts int8[] NOT NULL, lasts int8[] NOT NULL, entries int4[] NOT NULL, texts text[] NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 10000, autovacuum_vacuum_cost_delay = 0);
-- It soon goes again: not worth compressing.
ALTER TABLE audit.search_delta ALTER texts SET STORAGE EXTERNAL;
CREATE INDEX search_delta_tenant ON audit.search_delta (tenant_id);

CREATE TABLE audit.search_block (
  first int8 NOT NULL, last int8 NOT NULL, tenant_id int4 NOT NULL, project_id int4 NOT NULL,
  day int4 NOT NULL, entries int4 NOT NULL, words text COLLATE "C" NOT NULL
) WITH (toast_tuple_target = 8160);
-- Some kB. In the row itself: it is read whole.
ALTER TABLE audit.search_block ALTER words SET STORAGE MAIN;
CREATE INDEX search_block_last ON audit.search_block (tenant_id, last);
-- Those which are not full yet: one a tenant, project and day.
CREATE INDEX search_block_open ON audit.search_block (tenant_id, project_id, day) WHERE entries < ${entriesOfBlock};

-- No more than most deltas in one transaction, and none while there are fewer than enough.
CREATE FUNCTION audit.merge_search(enough int4 DEFAULT 1, most int4 DEFAULT 5000) RETURNS int4 LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '5s' AS $$
DECLARE merged int4;
BEGIN
  IF NOT pg_try_advisory_xact_lock(7301764004) THEN RETURN 0; END IF;
  IF (SELECT count(*) FROM (SELECT FROM audit.search_delta LIMIT enough) d) < enough THEN RETURN 0; END IF;
  WITH taken AS MATERIALIZED (
    DELETE FROM audit.search_delta WHERE ctid = ANY (ARRAY(SELECT ctid FROM audit.search_delta LIMIT most))
    RETURNING tenant_id, project_id, firsts, lasts, entries, texts
  ), fresh AS MATERIALIZED (
    SELECT t.tenant_id, t.project_id, (s.first / 86400000)::int4 AS day, s.first, s.last, s.entries, s.words COLLATE "C" AS words
      FROM taken t CROSS JOIN LATERAL unnest(t.firsts, t.lasts, t.entries, t.texts) s (first, last, entries, words)
  ), opened AS (
    DELETE FROM audit.search_block b
     USING (SELECT DISTINCT tenant_id, project_id, day FROM fresh) f
     WHERE b.tenant_id = f.tenant_id AND b.project_id = f.project_id AND b.day = f.day AND b.entries < ${entriesOfBlock}
    RETURNING b.tenant_id, b.project_id, b.day, b.first, b.last, b.entries, b.words
  ), placed AS (
    SELECT p.*, (sum(p.entries) OVER (PARTITION BY tenant_id, project_id, day ORDER BY first, last ROWS UNBOUNDED PRECEDING)
                 - p.entries) / ${entriesOfBlock} AS block
      FROM (SELECT * FROM fresh UNION ALL SELECT * FROM opened) p
  ), made AS (
    INSERT INTO audit.search_block (tenant_id, project_id, day, first, last, entries, words)
    SELECT b.tenant_id, b.project_id, b.day, b.first, b.last, b.entries,
           (SELECT coalesce(' ' || string_agg(DISTINCT w, ' ') || ' ', '') FROM string_to_table(b.words, ' ') w WHERE w <> '')
      FROM (SELECT tenant_id, project_id, day, block, min(first) AS first, max(last) AS last, sum(entries)::int4 AS entries,
                   string_agg(words, '') AS words
              FROM placed GROUP BY tenant_id, project_id, day, block) b
  )
  SELECT count(*) INTO merged FROM taken;
  RETURN merged;
END $$;
REVOKE EXECUTE ON FUNCTION audit.merge_search(int4, int4) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.merge_search(int4, int4) TO trailbook_ingest;

GRANT SELECT ON audit.search_delta, audit.search_block TO trailbook_query;
GRANT INSERT ON audit.search_delta TO trailbook_ingest;
ALTER TABLE audit.search_delta ENABLE ROW LEVEL SECURITY;
ALTER TABLE audit.search_block ENABLE ROW LEVEL SECURITY;
CREATE POLICY readers ON audit.search_delta FOR SELECT TO trailbook_query USING (${inScope});
CREATE POLICY readers ON audit.search_block FOR SELECT TO trailbook_query USING (${inScope});
CREATE POLICY writer_adds ON audit.search_delta FOR INSERT TO trailbook_ingest WITH CHECK (true);
`;
}
