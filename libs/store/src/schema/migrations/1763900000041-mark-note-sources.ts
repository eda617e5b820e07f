import { SqlMigration } from './sql-migration';

/**
 * Marks the sources that send notes. Entries and notes lie in tables of their own, with a unique index each: an event that
 * claims the identity of a note, or a note that of an event, is looked for beside them. With the mark that is done for the
 * few sources that may send either, and costs the others nothing.
 */
export class MarkNoteSources1763900000041 extends SqlMigration {
  protected readonly sql = `
ALTER TABLE audit.source ADD COLUMN has_notes boolean NOT NULL DEFAULT false;
CREATE INDEX source_with_notes ON audit.source (id) WHERE has_notes;
GRANT UPDATE (has_notes) ON audit.source TO trailbook_ingest;
CREATE POLICY writer_marks ON audit.source FOR UPDATE TO trailbook_ingest USING (true) WITH CHECK (true);
`;
}
