import { createHash } from 'node:crypto';
import type { MigrationInterface, QueryRunner } from 'typeorm';

export type MigrationClass = new () => MigrationInterface;

/**
 * Returns the SHA-256 of the statements that a migration executes, in hexadecimal. It is taken of what reaches the
 * database and not of a source file, so that comments and formatting don't count, while an edited constant or helper that
 * a migration takes from elsewhere does.
 * @throws Error when the migration uses more of its runner than `query`: a checksum would not cover that
 */
export async function checksumOf(Migration: MigrationClass): Promise<string> {
  const statements = await statementsOf(Migration);
  return createHash('sha256').update(JSON.stringify(statements)).digest('hex');
}

/** Returns what a migration executes, as statements with their parameters. What it asks for is answered with no rows. */
export async function statementsOf(Migration: MigrationClass): Promise<[statement: string, parameters: unknown[]][]> {
  const statements: [string, unknown[]][] = [];
  const query = (statement: string, parameters: unknown[] = []) => {
    statements.push([statement, parameters]);
    return Promise.resolve([]);
  };
  const runner = new Proxy({} as QueryRunner, {
    get(_target, property) {
      if (property === 'query') return query;
      throw new Error(`migration ${Migration.name} uses ${String(property)}: it may use query alone`);
    },
  });
  await new Migration().up(runner);
  return statements;
}
