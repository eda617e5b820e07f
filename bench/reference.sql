-- What the store is measured against: the same events in a plain table, by COPY. Monthly partitions, the three b-trees
-- that the reads need, uids as the text they come as. No triggers, no row-level security, no counts. Each partition's
-- (tenant, uid) is unique, which PostgreSQL can only say of a partition.
CREATE SCHEMA reference;

CREATE TABLE reference.entry (
  uid uuid NOT NULL,
  tenant_uid text NOT NULL,
  project_uid text,
  time timestamptz NOT NULL,
  action text NOT NULL,
  resource_kind text NOT NULL,
  resource_uid text NOT NULL,
  actor_uid text,
  payload text NOT NULL
) PARTITION BY RANGE (time);

CREATE INDEX ON reference.entry (tenant_uid, time, uid);
CREATE INDEX ON reference.entry (tenant_uid, project_uid, time, uid);

DO $$
DECLARE
  first timestamptz := date_trunc('month', now(), 'UTC') - interval '13 months';
  part text;
BEGIN
  FOR ahead IN 0..16 LOOP
    part := 'entry_' || to_char((first + make_interval(months => ahead)) AT TIME ZONE 'UTC', 'YYYY_MM');
    EXECUTE format('CREATE TABLE reference.%I PARTITION OF reference.entry FOR VALUES FROM (%L) TO (%L)',
      part, first + make_interval(months => ahead), first + make_interval(months => ahead + 1));
    EXECUTE format('CREATE UNIQUE INDEX ON reference.%I (tenant_uid, uid)', part);
  END LOOP;
END $$;
