import { StoreBrokenError, StoreError, StoreUnavailableError } from './errors';

/** What an error from the database means for the chunk that met it. */
export type Verdict = 'conflict' | 'row' | 'contention' | 'unavailable' | 'no-table' | 'broken';

/** Classes of SQLSTATE that judge the data of a row: data exception, integrity violation, limit exceeded. */
const aboutRows = ['22', '23', '54'];
/** Connection exception, insufficient resources, operator intervention (shutdown, time-out), system error. */
const passing = ['08', '53', '57', '58'];

export function verdictOf(error: unknown): Verdict {
  const code = sqlStateOf(error);
  if (code === undefined) return 'unavailable'; // the driver's own: connection refused, reset, ended, timed out
  if (code === '23505') return 'conflict';
  if (['40001', '40P01', '55P03', '55006'].includes(code)) return 'contention';
  if (code === '42P01') return 'no-table';
  if (code === '25006') return 'unavailable'; // read-only: a standby, or a primary that is being replaced
  if (code === '28P01' || code === '28000' || code === '3D000') return 'broken';
  if (aboutRows.includes(code.slice(0, 2))) return 'row';
  return passing.includes(code.slice(0, 2)) ? 'unavailable' : 'broken';
}

/** The five characters by which PostgreSQL names an error; undefined for errors that aren't the server's. */
export function sqlStateOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^[0-9A-Z]{5}$/.test(code) ? code : undefined;
}

export function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return messageOf(error.errors[0]);
  return error instanceof Error ? error.message || String((error as { code?: unknown }).code) : String(error);
}

/** The store's own error for one from the database. */
export function translated(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const reason = messageOf(error);
  switch (verdictOf(error)) {
    case 'unavailable':
      return new StoreUnavailableError(reason, { cause: error });
    case 'contention':
    case 'conflict':
      return new StoreError('contention', `other writers were in the way: ${reason}`, true, { cause: error });
    case 'no-table':
    case 'row':
    case 'broken':
      return new StoreBrokenError(reason, { cause: error });
  }
}
