import { checksumOf, type SchemaMigrations } from '@trailbook/store/schema';

/** Returns the lock file of the migrations as they are now: a line `SCHEMA NAME SHA-256` for each, in order. */
export async function lockOf(schemas: readonly SchemaMigrations[]): Promise<string> {
  const lines: string[] = [];
  for (const { schema, migrations } of schemas) {
    for (const migration of migrations) lines.push(`${schema} ${migration.name} ${await checksumOf(migration)}\n`);
  }
  return lines.join('');
}

/** Says of each migration in a lock file that is another one now, or gone, what happened to it. */
export function editedOf(locked: string, present: string): string[] {
  const now = new Map(parse(present));
  return parse(locked).flatMap(([migration, checksum]) => {
    const found = now.get(migration);
    if (found === undefined) return [`${migration} is frozen, and gone`];
    return found === checksum ? [] : [`${migration} is frozen, and executes something else now`];
  });
}

function parse(lock: string): [migration: string, checksum: string][] {
  return lock.split('\n').flatMap((line) => {
    const [schema = '', name = '', checksum = ''] = line.split(' ');
    return line === '' ? [] : [[`migration ${name} of schema ${schema}`, checksum] as [string, string]];
  });
}
