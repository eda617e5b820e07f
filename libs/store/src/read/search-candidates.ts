import type { ScopedReader } from './scope';
import { Parameters, type SqlValues } from './sql-values';
import { statementName } from './statement-name';

/** Where all parts of a text occur: entries of a project between two times in milliseconds since 1970, both included. */
export interface Candidate {
  projectId: number;
  first: number;
  last: number;
}

const hasAll = (text: string, parts: readonly string[], values: SqlValues): string =>
  parts.map((part) => `strpos(${text}, ${values.of(part, 'text')}) > 0`).join(' AND ') || 'true';

/** Candidates among what ingest has added lately. */
export async function pendingCandidates(
  { client }: ScopedReader,
  parts: readonly string[],
  from: number,
): Promise<Candidate[]> {
  const values = new Parameters();
  const text = `SELECT d.project_id AS "projectId", s.first::float8, s.last::float8
  FROM audit.search_delta d CROSS JOIN LATERAL unnest(d.firsts, d.lasts, d.texts) s (first, last, words)
 WHERE s.last >= ${values.of(from, 'int8')} AND ${hasAll('s.words', parts, values)}`;
  const { rows } = await client.query<Candidate>({ name: statementName(text), text, values: values.list });
  return rows;
}

export interface Blocks {
  /** They end at this time or later, in milliseconds since 1970, … */
  from: number;
  /** … and before this one, … */
  unread: number;
  /** … and begin at this one or earlier. */
  top: number;
  /** So many of them, the latest; and those that end together with the last of these. */
  blocks: number;
}

/** Candidates among the latest blocks, and when the last of these blocks ends; undefined where there are no more. */
export async function candidatesBefore(
  { client }: ScopedReader,
  parts: readonly string[],
  { from, unread, top, blocks }: Blocks,
): Promise<{ candidates: Candidate[]; oldest?: number }> {
  const values = new Parameters();
  const text = `SELECT count(*)::float8 AS read, min(b.last)::float8 AS oldest,
       coalesce(json_agg(json_build_object('projectId', b.project_id, 'first', b.first, 'last', b.last))
                FILTER (WHERE ${hasAll('b.words', parts, values)}), '[]') AS candidates
  FROM (SELECT * FROM audit.search_block
         WHERE last >= ${values.of(from, 'int8')} AND last < ${values.of(unread, 'int8')} AND first <= ${values.of(top, 'int8')}
         ORDER BY last DESC FETCH FIRST (${values.of(blocks, 'int8')}) ROWS WITH TIES) b`;
  const { rows } = await client.query<{ read: number; oldest: number | null; candidates: Candidate[] }>({
    name: statementName(text),
    text,
    values: values.list,
  });
  const [found] = rows;
  if (!found || found.read < blocks) return { candidates: found?.candidates ?? [] };
  return { candidates: found.candidates, oldest: found.oldest ?? undefined };
}
