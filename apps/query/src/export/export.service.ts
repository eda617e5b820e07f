import { Inject, Injectable, Logger } from '@nestjs/common';
import type { Caller } from '@trailbook/access';
import { toAudit } from '@trailbook/contract';
import { exportCsv, exportEntries, withScope, type ScopedReader } from '@trailbook/store/read';
import { once } from 'node:events';
import { Readable, type Writable } from 'node:stream';
import { finished, pipeline } from 'node:stream/promises';
import type { AuditFilter } from '../filters/audit-filter';
import type { QueryParameters } from '../filters/parameters';
import { parseFilter } from '../filters/parse-filter';
import { AuditPublisher } from '../kafka/audit-publisher';
import { scopeOf } from '../scope';
import { Pools } from '../store/pools';
import { CrlfRows } from './crlf';
import { downloadEvent } from './download-event';
import type { DownloadFormat } from './download-format';
import { DownloadPlaces } from './download-places';
import { downloads, downloadsUnderWay } from './export-metrics';

interface Download {
  caller: Caller;
  query: QueryParameters;
  format: DownloadFormat;
  asked: AuditFilter;
  opened: () => Writable;
  gone: AbortSignal;
}

/** Streams what matches, in constant memory: nothing is read from the database faster than the caller takes it. */
@Injectable()
export class ExportService {
  private readonly logger = new Logger(ExportService.name);

  constructor(
    @Inject(Pools) private readonly pools: Pools,
    @Inject(AuditPublisher) private readonly publisher: AuditPublisher,
    @Inject(DownloadPlaces) private readonly places: DownloadPlaces,
  ) {}

  /**
   * Resolves when the last byte is handed over. `open` is called once, when the database has begun to answer and Kafka
   * has the download's event: until then nothing was sent, and a failure is an ordinary answer.
   * @param gone aborted when the caller is: what is done for him then ends, in the database too
   */
  async download(
    caller: Caller,
    query: QueryParameters,
    format: DownloadFormat,
    open: () => Writable,
    gone: AbortSignal,
  ): Promise<void> {
    const scope = scopeOf(caller);
    const { filter, nothing } = parseFilter(query, scope);
    // A filter that nothing can match still makes a file, with its header: it is one that the store can answer.
    const asked: AuditFilter = nothing ? { from: 1, to: 0 } : filter;
    let outcome = 'refused';
    let answer: Writable | undefined;
    const opened = (): Writable => {
      outcome = 'broken-off';
      return (answer = open());
    };
    downloadsUnderWay.inc();
    try {
      await this.places.with(scope.tenantUid, () =>
        withScope(this.pools.downloads, scope, (reader) =>
          this.send(reader, { caller, query, format, asked, opened, gone }),
        ),
      );
      // Not before the place is free again: whoever has his whole file may ask for the next one at once.
      if (answer) await finished(answer.end());
      outcome = 'complete';
    } finally {
      downloadsUnderWay.dec();
      downloads.inc({ format, outcome });
    }
  }

  private async send(reader: ScopedReader, download: Download): Promise<void> {
    const { caller, query, format, asked, opened, gone } = download;
    const backend = await backendOf(reader);
    const source = format === 'csv' ? await exportCsv(reader, asked) : ndjson(reader, asked);
    // Also while nobody reads it: an error that nobody listens to would end the process.
    source.on('error', (error) => source.destroy(error));
    try {
      await firstBytes(source, gone);
      await this.publisher.publish(downloadEvent(caller, query, format));
      if (source.destroyed) throw source.errored ?? new Error('the database broke off');
      const open = { end: false };
      await (format === 'csv' ? pipeline(source, new CrlfRows(), opened(), open) : pipeline(source, opened(), open));
    } catch (error) {
      await this.cancel(backend);
      throw error;
    }
  }

  /** Ends the statement in the server: a connection that closes is noticed only when something is written to it. */
  private async cancel(backend: number): Promise<void> {
    try {
      await this.pools.reads.query('SELECT pg_cancel_backend($1)', [backend]);
    } catch (error) {
      this.logger.warn({ err: error, msg: 'a download could not be cancelled in the database' });
    }
  }
}

async function backendOf({ client }: ScopedReader): Promise<number> {
  const { rows } = await client.query<{ pid: number }>('SELECT pg_backend_pid() AS pid');
  return rows[0]!.pid;
}

/** One REST entry a line. */
function ndjson(reader: ScopedReader, filter: AuditFilter): Readable {
  async function* lines(): AsyncGenerator<Buffer> {
    for await (const entries of exportEntries(reader, filter)) {
      yield Buffer.from(entries.map((entry) => `${JSON.stringify(toAudit(entry))}\n`).join(''));
    }
  }
  return Readable.from(lines(), { objectMode: false });
}

/** Resolves when there is something to send, or it is certain that there is nothing. */
async function firstBytes(source: Readable, gone: AbortSignal): Promise<void> {
  const settled = new AbortController();
  const signal = AbortSignal.any([settled.signal, gone]);
  try {
    await Promise.race([once(source, 'readable', { signal }), once(source, 'end', { signal })]);
  } finally {
    settled.abort();
  }
}
