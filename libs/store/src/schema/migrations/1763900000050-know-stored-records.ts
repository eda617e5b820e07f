import { SqlMigration } from './sql-migration';

/**
 * Lets ingest tell a record that it has stored already, before the offset behind it, from a repeat: of entries or notes that
 * it names it learns, beside what `audit.data_digests` says, which record of Kafka they are.
 */
export class KnowStoredRecords1763900000050 extends SqlMigration {
  protected readonly sql = `
CREATE FUNCTION audit.stored_records(parent text, month date, tenants int4[], uids uuid[])
RETURNS TABLE (n int8, digest bytea, epoch int2, kafka_partition int2, kafka_offset int8)
LANGUAGE plpgsql STABLE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  IF parent NOT IN ('entry', 'note') THEN
    RAISE EXCEPTION 'there are no % to compare', parent USING ERRCODE = 'invalid_parameter_value';
  END IF;
  RETURN QUERY EXECUTE format(
    'SELECT w.n, sha256(CASE e.mode WHEN ''b'' THEN convert_to(e.payload, ''UTF8'')
       ELSE coalesce(convert_to((e.payload::json -> ''data'')::text, ''UTF8''),
                     decode(e.payload::json ->> ''data_base64'', ''base64'')) END),
       e.kafka_epoch, e.kafka_partition, e.kafka_offset
       FROM unnest($1, $2) WITH ORDINALITY w (tenant_id, uid, n)
       JOIN audit.%I e ON e.tenant_id = w.tenant_id AND e.uid = w.uid', audit.partition_of(parent, month))
    USING tenants, uids;
END $$;
REVOKE EXECUTE ON FUNCTION audit.stored_records(text, date, int4[], uuid[]) FROM PUBLIC;
GRANT EXECUTE ON FUNCTION audit.stored_records(text, date, int4[], uuid[]) TO trailbook_ingest;
`;
}
