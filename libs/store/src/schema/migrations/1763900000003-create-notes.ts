import { SqlMigration } from './sql-migration';

/** Notes on entries, partitioned by their own time: a note may be a year younger than its entry, or arrive before it. */
export class CreateNotes1763900000003 extends SqlMigration {
  protected readonly sql = `
CREATE TABLE audit.note (
  time timestamptz NOT NULL,
  received_at timestamptz NOT NULL,
  kafka_offset int8 NOT NULL,
  uid uuid NOT NULL,
  entry_uid uuid NOT NULL,
  tenant_id int4 NOT NULL,
  source_id int4 NOT NULL,
  kafka_epoch int2 NOT NULL,
  kafka_partition int2 NOT NULL,
  mode "char" NOT NULL,
  id text NOT NULL,
  extras text NOT NULL,
  payload text NOT NULL
) PARTITION BY RANGE (time);

-- The notes of a page of entries, newest first, in one look-up.
CREATE INDEX note_entry ON audit.note (tenant_id, entry_uid, time, uid);

CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON audit.note
  FOR EACH ROW EXECUTE FUNCTION audit.refuse_change();
CREATE TRIGGER append_only_truncate BEFORE TRUNCATE ON audit.note
  FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse_change();
ALTER TABLE audit.note ENABLE ALWAYS TRIGGER append_only;
ALTER TABLE audit.note ENABLE ALWAYS TRIGGER append_only_truncate;

GRANT SELECT ON audit.note TO trailbook_query, trailbook_sink;
`;
}
