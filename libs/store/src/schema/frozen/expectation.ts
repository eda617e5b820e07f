import type { Client } from 'pg';
import { MigrationError } from '../errors';
import { readCatalog } from './catalog';

/** What each schema holds, by its name: the lines of {@link readCatalog}. */
export type Catalogs = Readonly<Record<string, readonly string[]>>;

const shown = 3;

/** Returns what a schema lacks of what is expected. What an operator has added, such as an index, doesn't matter. */
export async function missingOf(client: Client, schema: string, expected: readonly string[]): Promise<string[]> {
  const held = new Set(await readCatalog(client, schema));
  return expected.filter((line) => !held.has(line));
}

/** @throws MigrationError saying what a database lacks that says of itself that every migration has run */
export async function requireCatalogs(client: Client, expected: Catalogs, place: string): Promise<void> {
  for (const [schema, lines] of Object.entries(expected)) {
    const missing = await missingOf(client, schema, lines);
    if (missing.length === 0) continue;
    throw new MigrationError(
      'history',
      `the database at ${place} says that every migration of schema ${schema} has run, but it lacks ${listed(missing)}: undo what was changed by hand, or restore a backup`,
    );
  }
}

/** Says the first few of many. */
export function listed(lines: readonly string[]): string {
  const more = lines.length - shown;
  return lines.slice(0, shown).join('; ') + (more > 0 ? `; and ${more} more` : '');
}
