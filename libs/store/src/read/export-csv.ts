import { csvColumns, sourceVerifications, type CsvColumn } from '@trailbook/contract';
import { to as copyTo } from 'pg-copy-streams';
import type { Readable } from 'node:stream';
import { actionLetter, storedActions, verificationLetters } from '../layout/codes';
import { conditionsOf, whereSql } from './conditions';
import type { EntryFilter } from './entry-filter';
import { dataSql } from './payload-sql';
import type { ReadScope, ScopedReader } from './scope';
import { Settings } from './sql-values';
import { streamInOrder } from './stream-in-order';

/** What a spreadsheet would take for a formula gets an apostrophe before it, as `neutraliseCell` of the contract does. */
const neutral = (cell: string): string => `regexp_replace(${cell}, '^( *[=+@\\t\\r-])', '''\\1')`;
const restTime = (column: string): string => `to_char(${column} AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;
const firstOf = (...cells: string[]): string => `coalesce(${cells.map((cell) => `nullif(${cell}, '')`).join(', ')})`;
const actions = storedActions.map((action) => `WHEN '${actionLetter(action)}' THEN '${action}'`).join(' ');

const verifications = sourceVerifications
  .map((verification) => `WHEN '${verificationLetters[verification]}' THEN '${verification}'`)
  .join(' ');

/** Most entries have no note: those that have are looked up in a hash, and only their notes are read. */
const latestNote = `CASE WHEN e.uid IN (SELECT n.entry_uid FROM audit.note n) THEN (
  SELECT (${dataSql('n')}) ->> 'userMsg' FROM audit.note n
   WHERE n.tenant_id = e.tenant_id AND n.entry_uid = e.uid ORDER BY n.time DESC, n.uid DESC LIMIT 1) END`;

const cells: Record<CsvColumn, string> = {
  time: restTime('e.time'),
  action: `CASE e.action ${actions} END`,
  resource_kind: neutral(`d.resource ->> 'kind'`),
  resource_name: neutral(`d.resource ->> 'name'`),
  resource_uid: neutral(`d.resource ->> 'uid'`),
  project: neutral(firstOf('d."projectName"', 'd."projectUid"')),
  actor_type: `d.actor ->> 'actorType'`,
  actor: neutral(
    firstOf(`d.actor -> 'user' ->> 'emailId'`, `d.actor -> 'user' ->> 'uid'`, `d.actor ->> 'serviceName'`, `'system'`),
  ),
  message: neutral('d."actionMsg"'),
  note: neutral(`coalesce(${latestNote}, d."userMsg")`),
  ip: neutral(`d.request ->> 'ip'`),
  outcome: `coalesce(d.outcome, 'success')`,
  uid: 'e.uid',
  received: restTime('e.received_at'),
  source: neutral('s.uri'),
  source_verification: `CASE e.verification ${verifications} END`,
};

/** One pass over the payload for all of its cells. */
const data = `json_to_record(${dataSql('e')}) AS d(resource json, actor json, request json, outcome text,
  "projectName" text, "projectUid" text, "actionMsg" text, "userMsg" text)`;

const columns = csvColumns.map((column) => `nullif((${cells[column]})::text, '') AS ${column}`).join(',\n  ');

/** The COPY of the entries that meet all conditions on `audit.entry e`, newest first. */
export const csvCopy = (conditions: readonly string[]): string => `COPY (SELECT ${columns}
FROM audit.entry e LEFT JOIN audit.source s ON s.id = e.source_id CROSS JOIN LATERAL ${data}
${whereSql(conditions)}
ORDER BY e.time DESC, e.uid DESC) TO STDOUT (FORMAT csv, HEADER)`;

/** The statement; where the filter's values belong it reads settings of the transaction, never a text of the caller. */
export const csvStatement = (filter: EntryFilter, scope: ReadScope, values: Settings): string =>
  csvCopy(conditionsOf(filter, scope, values));

/**
 * The entries that match as CSV, newest first, a header first of all: UTF-8, rows ended by a line feed. PostgreSQL
 * produces no faster than the stream is read. Destroying it ends nothing: the connection must be closed then.
 */
export async function exportCsv({ client, scope }: ScopedReader, filter: EntryFilter): Promise<Readable> {
  const values = new Settings();
  const text = csvStatement(filter, scope, values);
  await streamInOrder(client, filter);
  for (const { name, text: value } of values.list) {
    await client.query('SELECT set_config($1, $2, true)', [name, value]);
  }
  return client.query(copyTo(text));
}
