import { SqlMigration } from './sql-migration';

const tenant = `(SELECT t.id FROM audit.tenant t WHERE t.uid = current_setting('trailbook.tenant', true))`;
/** In a sub-select, to be asked once: for each row of a long walk it would take a third of the time. */
const wholeTenant = `(SELECT current_setting('trailbook.project', true) = '*')`;
const project = `(SELECT p.id FROM audit.project p WHERE p.uid = current_setting('trailbook.project', true))`;
/** A CASE, not an OR: the planner takes it for half of the rows, of an OR for nearly none, and would sort for a page. */
const inProject = `CASE WHEN ${wholeTenant} THEN true ELSE project_id = ${project} END`;
/** What a reader may see of a table with a tenant and a project. */
export const inScope = `tenant_id = ${tenant} AND ${inProject}`;

const enabled = ['tenant', 'project', 'kind', 'source', 'entry', 'note', 'entries_by_day', 'rollup_delta'];
const readers = 'trailbook_query, trailbook_sink';
const visible = (table: string, condition: string, roles = readers) =>
  `CREATE POLICY readers ON audit.${table} FOR SELECT TO ${roles} USING (${condition});`;

/**
 * A reader sees the tenant in `trailbook.tenant` and, of it, the project in `trailbook.project` (`*`: all). Neither set,
 * or left empty by an earlier transaction, is nobody. Only leakproof operators (equality of text and integers), so that
 * indexes stay usable. On partitioned tables the owner is bound too; not on the others, which a backup by the owner
 * must be able to read.
 */
export class IsolateReaders1763900000005 extends SqlMigration {
  protected readonly sql = `
${enabled.map((table) => `ALTER TABLE audit.${table} ENABLE ROW LEVEL SECURITY;`).join('\n')}
ALTER TABLE audit.entry FORCE ROW LEVEL SECURITY;
ALTER TABLE audit.note FORCE ROW LEVEL SECURITY;

${visible('tenant', `uid = current_setting('trailbook.tenant', true)`)}
${visible('project', `tenant_id = ${tenant} AND (${wholeTenant} OR uid = current_setting('trailbook.project', true))`)}
${visible('kind', `tenant_id = ${tenant}`)}
${visible('source', `tenant_id = ${tenant}`)}
${visible('entry', inScope, `${readers}, trailbook_owner`)}
${['entries_by_day', 'rollup_delta'].map((table) => visible(table, inScope)).join('\n')}
-- A note names no project: whoever sees its entry sees it. In a function, since the planner would else put a search of all
-- partitions of entries into the plan of each partition of notes.
CREATE FUNCTION audit.sees_entry(tenant int4, entry uuid) RETURNS boolean LANGUAGE plpgsql STABLE
SET search_path = pg_catalog, pg_temp AS $$
BEGIN
  RETURN EXISTS (SELECT FROM audit.entry e WHERE e.tenant_id = tenant AND e.uid = entry);
END $$;
${visible(
  'note',
  `tenant_id = ${tenant} AND CASE WHEN ${wholeTenant} THEN true ELSE audit.sees_entry(tenant_id, entry_uid) END`,
  `${readers}, trailbook_owner`,
)}

CREATE POLICY writer_reads ON audit.tenant FOR SELECT TO trailbook_ingest USING (true);
CREATE POLICY writer_adds ON audit.tenant FOR INSERT TO trailbook_ingest WITH CHECK (true);
CREATE POLICY writer_reads ON audit.project FOR SELECT TO trailbook_ingest USING (true);
CREATE POLICY writer_adds ON audit.project FOR INSERT TO trailbook_ingest WITH CHECK (true);
CREATE POLICY writer_reads ON audit.kind FOR SELECT TO trailbook_ingest USING (true);
CREATE POLICY writer_adds ON audit.kind FOR INSERT TO trailbook_ingest WITH CHECK (true);
CREATE POLICY writer_reads ON audit.source FOR SELECT TO trailbook_ingest USING (true);
CREATE POLICY writer_adds ON audit.source FOR INSERT TO trailbook_ingest WITH CHECK (true);
CREATE POLICY writer_adds ON audit.rollup_delta FOR INSERT TO trailbook_ingest WITH CHECK (true);
`;
}
