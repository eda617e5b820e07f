import type { ActionType } from '@trailbook/contract';
import { whereSql, conditionsOf } from './conditions';
import { actionsOf, countedSources } from './counted-sources';
import type { EntryFilter } from './entry-filter';
import { dataSql } from './payload-sql';
import type { ScopedReader } from './scope';
import { Parameters } from './sql-values';

/** A value that occurs, and in how many entries. */
export interface FacetCount {
  value: string;
  count: number;
}

export interface ActorFacet extends FacetCount {
  /** E-mail address that the actor had last; empty where there is none. */
  emailId: string;
}

/** Actors are looked for among so many of the newest entries: they are in no roll-up. */
const newest = 100_000;
const mostActors = 100;

/** The kinds and actions of the entries that match, most frequent first. */
export async function kindAndActionFacets(
  reader: ScopedReader,
  filter: EntryFilter,
): Promise<{ kinds: FacetCount[]; actions: FacetCount[] }> {
  const values = new Parameters();
  const actions = actionsOf(filter);
  const sources = countedSources(filter, reader.scope, values, 'kind').map(
    (
      source,
    ) => `SELECT ${source.kind} AS kind_id, ${actions.map((action) => `${source.countOf(action)} AS ${action}`).join(', ')}
  FROM ${source.table} ${whereSql(source.conditions)}`,
  );
  if (sources.length === 0) return { kinds: [], actions: [] };
  const sums = actions.map((action) => `sum(c.${action})::float8 AS ${action}`).join(', ');
  const text = `SELECT (SELECT k.name FROM audit.kind k WHERE k.id = s.kind_id) AS kind, s.*
FROM (SELECT c.kind_id, ${sums} FROM (${sources.join('\nUNION ALL\n')}) c GROUP BY c.kind_id) s`;
  const { rows } = await reader.client.query<{ kind: string } & Record<ActionType, number>>({
    text,
    values: values.list,
  });
  const sum = (counts: number[]): number => counts.reduce((total, count) => total + count, 0);
  return {
    kinds: mostFrequent(rows.map((row) => ({ value: row.kind, count: sum(actions.map((action) => row[action])) }))),
    actions: mostFrequent(actions.map((value) => ({ value, count: sum(rows.map((row) => row[value])) }))),
  };
}

const mostFrequent = (facets: FacetCount[]): FacetCount[] =>
  facets.filter(({ count }) => count > 0).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));

/** The users who act most in the newest entries that match, at most 100 of them. */
export async function actorFacets(reader: ScopedReader, filter: EntryFilter): Promise<ActorFacet[]> {
  const values = new Parameters();
  const recent = `SELECT e.actor_key, e.time FROM audit.entry e ${whereSql(conditionsOf(filter, reader.scope, values))}
    ORDER BY e.time DESC, e.uid DESC LIMIT ${newest}`;
  const text = `SELECT d.uid AS value, coalesce(d."emailId", '') AS "emailId", a.n::float8 AS count
FROM (SELECT r.actor_key, count(*) AS n, max(r.time) AS time FROM (${recent}) r
       WHERE r.actor_key <> 0 GROUP BY r.actor_key ORDER BY n DESC LIMIT ${mostActors}) a
CROSS JOIN LATERAL (
  SELECT (${dataSql('e')}) -> 'actor' -> 'user' AS actor FROM audit.entry e
   WHERE e.actor_key = a.actor_key AND e.time = a.time LIMIT 1) l
CROSS JOIN LATERAL json_to_record(l.actor) AS d(uid text, "emailId" text)
ORDER BY a.n DESC, d.uid`;
  const { rows } = await reader.client.query<ActorFacet>({ text, values: values.list });
  return rows;
}
