import type { Client } from 'pg';

/** Bytes an event by table and by index, of a schema's partitioned and plain tables; those to search in aside. */
export async function bytesPerEvent(client: Client, schema: string, events: number): Promise<Record<string, number>> {
  const { rows } = await client.query<{ name: string; bytes: number }>(
    `SELECT regexp_replace(c.relname, '_[0-9]{4}_[0-9]{2}', '') AS name, sum(pg_relation_size(c.oid))::float8 AS bytes
       FROM pg_class c WHERE c.relnamespace = $1::regnamespace AND c.relkind IN ('r', 'i', 't')
        AND c.relname !~ '^(note|retention|migration|kafka)' GROUP BY 1 HAVING sum(pg_relation_size(c.oid)) > 0`,
    [schema],
  );
  const sizes = rows.map(({ name, bytes }): [string, number] => [name, Math.round((bytes / events) * 10) / 10]);
  sizes.sort(([, a], [, b]) => b - a);
  const counted = sizes.filter(([name]) => !name.startsWith('search_'));
  const total = Math.round(counted.reduce((sum, [, bytes]) => sum + bytes, 0) * 10) / 10;
  return { total, ...Object.fromEntries(sizes) };
}
