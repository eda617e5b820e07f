import type { Pool, PoolClient } from 'pg';

/** Whose entries are read. PostgreSQL enforces it, whatever a query asks for. */
export interface ReadScope {
  tenantUid: string;
  /** A project's uid, or `*` for the whole tenant. */
  projectUid: string;
}

/** A connection inside a read-only transaction of one snapshot that sees one scope. */
export interface ScopedReader {
  readonly client: PoolClient;
  readonly scope: ReadScope;
}

const inScope = `SELECT set_config('trailbook.tenant', $1, true), set_config('trailbook.project', $2, true)`;

/** An error that the server has sent leaves the connection in step with it; after any other nobody knows. */
const fromServer = (error: unknown): boolean => error instanceof Error && 'severity' in error;

/**
 * Runs `work` in a transaction of its own in which nothing but the scope's entries, notes and counts can be seen. The
 * settings end with the transaction: a connection never carries one caller's scope to the next.
 * @throws whatever `work` throws. The connection is then closed, unless the error came from the server.
 */
export async function withScope<T>(
  pool: Pool,
  scope: ReadScope,
  work: (reader: ScopedReader) => Promise<T>,
): Promise<T> {
  if (scope.tenantUid === '' || scope.projectUid === '')
    throw new RangeError('a scope names a tenant, and a project or *');
  const client = await pool.connect();
  // Without a listener the loss of a connection would end the process; the query in hand is told of it anyway.
  const lost = (): void => undefined;
  client.on('error', lost);
  let broken: Error | undefined;
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY');
    await client.query({ name: 'trailbook-scope', text: inScope, values: [scope.tenantUid, scope.projectUid] });
    const result = await work({ client, scope });
    await client.query('COMMIT');
    return result;
  } catch (error) {
    broken = fromServer(error) ? await rollback(client) : asError(error);
    throw error;
  } finally {
    client.off('error', lost);
    client.release(broken);
  }
}

async function rollback(client: PoolClient): Promise<Error | undefined> {
  try {
    await client.query('ROLLBACK');
    return undefined;
  } catch (error) {
    return asError(error);
  }
}

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));
