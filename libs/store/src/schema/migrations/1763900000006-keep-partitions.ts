import { SqlMigration } from './sql-migration';

/**
 * The two things that `trailbook_partitions` may do, as functions of the owner: make the partitions of a month near the
 * present, and drop those of a month whose last day is older than the retention. It owns nothing, reads nothing, and
 * can't drop what is still to be kept: of such a month it hears `covered`.
 *
 * Why not DETACH CONCURRENTLY: it needs the owner's own session, and whoever owns the parents may read every tenant and
 * grant himself the rest. Instead `drop_partitions` looks first whether a long reader is at work (then it comes again
 * later), and waits for its lock no longer than 50 ms: that is the most by which it can hold up a reader. Entries,
 * notes and roll-ups of the month go in one transaction.
 */
export class KeepPartitions1763900000006 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.retention (days int4 NOT NULL CHECK (days BETWEEN 1 AND 36500));
CREATE UNIQUE INDEX retention_is_one ON audit.retention ((true));
INSERT INTO audit.retention VALUES (365);

CREATE FUNCTION audit.today() RETURNS date LANGUAGE sql STABLE
  RETURN (now() AT TIME ZONE 'UTC')::date;
CREATE FUNCTION audit.month_of(day date) RETURNS date LANGUAGE sql IMMUTABLE
  RETURN make_date(extract(year FROM day)::int, extract(month FROM day)::int, 1);
CREATE FUNCTION audit.partition_of(parent text, month date) RETURNS text LANGUAGE sql IMMUTABLE
  RETURN parent || '_' || to_char(month, 'YYYY_MM');

CREATE FUNCTION audit.months(parent text DEFAULT 'entry') RETURNS SETOF date LANGUAGE sql STABLE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT to_date(right(c.relname, 7), 'YYYY_MM') FROM pg_inherits i JOIN pg_class c ON c.oid = i.inhrelid
   WHERE i.inhparent = ('audit.' || quote_ident(parent))::regclass ORDER BY 1
$$;

CREATE FUNCTION audit.make_partitions(month date) RETURNS boolean LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '2s' SET timezone = 'UTC' AS $$
DECLARE
  parent text; part text; made boolean := false;
  first date := audit.month_of(month);
  past date := (audit.month_of(month) + interval '1 month')::date;
BEGIN
  IF first < audit.month_of(audit.today() - (SELECT days FROM audit.retention))
     OR first > audit.today() + interval '13 months' THEN
    RAISE EXCEPTION 'no partition is made for %: it is not between the retention and a year ahead', first
      USING ERRCODE = 'invalid_parameter_value';
  END IF;
  PERFORM pg_advisory_xact_lock(7301764003);
  FOREACH parent IN ARRAY ARRAY['entry', 'note'] LOOP
    part := audit.partition_of(parent, first);
    CONTINUE WHEN to_regclass('audit.' || part) IS NOT NULL;
    -- A table of its own first, attached when it is complete: CREATE … PARTITION OF would wait behind every reader.
    EXECUTE format('CREATE TABLE audit.%I (LIKE audit.%I INCLUDING ALL,
      CONSTRAINT month CHECK (time >= %L::timestamptz AND time < %L::timestamptz))', part, parent, first, past);
    -- Identity within the month. A unique index of the parent would have to hold the time too. The uid leads, since those
    -- made by time then come at the index's end: 50 bytes an entry instead of 72.
    EXECUTE format('CREATE UNIQUE INDEX %I ON audit.%I (uid, tenant_id)', part || '_uid', part);
    EXECUTE format('CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit.%I
      FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change()', part);
    EXECUTE format('ALTER TABLE audit.%I ENABLE ALWAYS TRIGGER append_only_truncate', part);
    EXECUTE format('GRANT INSERT, SELECT (tenant_id, uid, source_id, id) ON audit.%I TO trailbook_ingest', part);
    EXECUTE format('ALTER TABLE audit.%I ATTACH PARTITION audit.%I FOR VALUES FROM (%L) TO (%L)',
      parent, part, first::timestamptz, past::timestamptz);
    EXECUTE format('ALTER TABLE audit.%I DROP CONSTRAINT month', part);
    made := true;
  END LOOP;
  RETURN made;
END $$;

CREATE FUNCTION audit.drop_partitions(month date) RETURNS text LANGUAGE plpgsql SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET lock_timeout = '50ms' SET timezone = 'UTC' AS $$
DECLARE
  first date := audit.month_of(month);
  past date := (audit.month_of(month) + interval '1 month')::date;
  busy text[];
BEGIN
  IF past > audit.today() - (SELECT days FROM audit.retention) THEN RETURN 'covered'; END IF;
  IF to_regclass('audit.' || audit.partition_of('entry', first)) IS NULL
     AND to_regclass('audit.' || audit.partition_of('note', first)) IS NULL THEN RETURN 'absent'; END IF;
  IF NOT pg_try_advisory_xact_lock(7301764003) THEN RETURN 'busy'; END IF;
  -- Whoever holds a lock now and still holds it after 50 ms reads for long: come again when it is done.
  SELECT array_agg(virtualtransaction) INTO busy FROM audit.parent_locks();
  IF busy IS NOT NULL THEN
    PERFORM pg_sleep(0.05);
    IF EXISTS (SELECT FROM audit.parent_locks() l WHERE l.virtualtransaction = ANY (busy)) THEN RETURN 'busy'; END IF;
  END IF;
  BEGIN
    -- The bulk of it goes before anyone has to wait, what ingest added meanwhile under the lock.
    PERFORM pg_advisory_xact_lock(7301764002);
    PERFORM pg_advisory_xact_lock(7301764004);
    PERFORM audit.forget_month(first, past);
    EXECUTE format('DROP TABLE IF EXISTS audit.%I', audit.partition_of('entry', first));
    EXECUTE format('DROP TABLE IF EXISTS audit.%I', audit.partition_of('note', first));
    PERFORM audit.forget_month(first, past);
  EXCEPTION WHEN lock_not_available THEN RETURN 'busy';
  END;
  RETURN 'dropped';
END $$;

CREATE FUNCTION audit.parent_locks() RETURNS TABLE (virtualtransaction text) LANGUAGE sql VOLATILE
SET search_path = pg_catalog, pg_temp AS $$
  SELECT l.virtualtransaction FROM pg_locks l
   WHERE l.database = (SELECT oid FROM pg_database WHERE datname = current_database())
     AND l.relation IN ('audit.entry'::regclass, 'audit.note'::regclass) AND l.granted AND l.pid <> pg_backend_pid()
$$;
-- What is known of a month beside its entries and notes: counts, and where a text may be found.
CREATE FUNCTION audit.forget_month(month date, past date) RETURNS void LANGUAGE plpgsql VOLATILE
SET search_path = pg_catalog, pg_temp SET timezone = 'UTC' AS $$
BEGIN
  PERFORM audit.fold_rollups(2147483647), audit.merge_search(1, 2147483647);
  DELETE FROM audit.entries_by_day WHERE day >= month AND day < past;
  DELETE FROM audit.search_block WHERE day >= month - date '1970-01-01' AND day < past - date '1970-01-01';
END $$;

REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA audit FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.sees_entry(int4, uuid) TO trailbook_query, trailbook_sink;
GRANT EXECUTE ON FUNCTION audit.make_partitions(date), audit.drop_partitions(date), audit.today(), audit.months(text)
  TO trailbook_partitions;
GRANT EXECUTE ON FUNCTION audit.months(text), audit.today() TO trailbook_ingest;
`;
}
