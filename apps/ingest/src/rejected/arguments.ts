import { parseArgs } from 'node:util';

/** Which rejected records are meant. */
export interface Wanted {
  reason: string | undefined;
  /** Rejected at this time or later, milliseconds since 1970. */
  since: number | undefined;
  /** Places in the rejected topic, as `partition:offset`; none where the rest decides. */
  places: ReadonlySet<string>;
}

export interface Command {
  name: 'list' | 'replay';
  wanted: Wanted;
  /** Of a list: the newest so many. */
  limit: number;
  json: boolean;
  dryRun: boolean;
}

export const usage = `usage:
  list   [--reason CODE] [--since TIME] [--limit N] [--json]
  replay --offset PARTITION:OFFSET [--offset …] [--dry-run]
  replay --all-matching [--reason CODE] [--since TIME] [--dry-run]
TIME is RFC 3339 (2026-11-24T08:00:00Z); PARTITION:OFFSET is the first column of a list.`;

/** A command line that can't be understood, in one sentence. */
export class UsageError extends Error {}

/** @throws UsageError */
export function commandOf(args: readonly string[]): Command {
  const { positionals, values } = parsed(args);
  const [name] = positionals;
  if ((name !== 'list' && name !== 'replay') || positionals.length > 1) throw new UsageError('Say list or replay.');
  const offsets = values.offset ?? [];
  const all = values['all-matching'] ?? false;
  if (name === 'replay' && all === offsets.length > 0) {
    throw new UsageError('Say which to replay: either --offset, or --all-matching with or without a filter.');
  }
  if (name === 'replay' && offsets.length > 0 && (values.reason ?? values.since) !== undefined) {
    throw new UsageError('--offset names records one by one: it goes with no filter.');
  }
  const wrong = offsets.find((offset) => !/^\d{1,9}:\d{1,19}$/.test(offset));
  if (wrong !== undefined) throw new UsageError(`--offset ${JSON.stringify(wrong)} is not PARTITION:OFFSET.`);
  const since = values.since === undefined ? undefined : Date.parse(values.since);
  if (Number.isNaN(since)) throw new UsageError(`--since ${JSON.stringify(values.since)} is not a time.`);
  const limit = Number(values.limit ?? 100);
  if (!Number.isInteger(limit) || limit < 1 || limit > 100_000) throw new UsageError('--limit is 1 to 100000.');
  return {
    name,
    wanted: { reason: values.reason, since, places: new Set(offsets) },
    limit,
    json: values.json ?? false,
    dryRun: values['dry-run'] ?? false,
  };
}

function parsed(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      allowPositionals: true,
      options: {
        reason: { type: 'string' },
        since: { type: 'string' },
        limit: { type: 'string' },
        json: { type: 'boolean' },
        offset: { type: 'string', multiple: true },
        'all-matching': { type: 'boolean' },
        'dry-run': { type: 'boolean' },
      },
    });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}
