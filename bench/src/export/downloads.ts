import type { Readable } from 'node:stream';
import { csvCopy } from '@trailbook/store/read';
import { Client } from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { Agent } from 'undici';
import type { WholeSystem } from '../system/whole-system';

const lineFeed = 0x0a;

/** What came of a download. */
export interface Taken {
  rows: number;
  bytes: number;
  milliseconds: number;
}

/** Reads a CSV to its end. The load has no line feed inside of a cell. */
async function taken(began: number, source: Readable): Promise<Taken> {
  let rows = -1; // the header
  let bytes = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    bytes += chunk.length;
    for (let at = chunk.indexOf(lineFeed); at >= 0; at = chunk.indexOf(lineFeed, at + 1)) rows += 1;
  }
  return { rows, bytes, milliseconds: performance.now() - began };
}

/** A tenant's log, by the gateway and by COPY. */
export class Downloads {
  private readonly agent = new Agent({ connections: 1, bodyTimeout: 120_000, headersTimeout: 120_000 });

  constructor(
    private readonly system: WholeSystem,
    private readonly tenantUid: string,
  ) {}

  /** What happened at or after `from` (milliseconds since 1970), through the gateway. */
  async byGateway(from: number, accept = 'text/csv'): Promise<Taken> {
    const began = performance.now();
    const { statusCode, body } = await this.agent.request({
      origin: this.system.endpoints.gateway,
      path: `/v1/audits/export?startTime=${encodeURIComponent(new Date(from).toISOString())}`,
      method: 'GET',
      headers: { ApiKey: this.system.keyOf(this.tenantUid), Accept: accept },
    });
    if (statusCode !== 200) throw new Error(`the download: ${statusCode} ${await body.text()}`);
    return taken(began, body);
  }

  /** All of it, by COPY of the same columns as an administrator, who is not bound by row-level security. */
  async byCopy(): Promise<Taken> {
    const admin = new Client({
      connectionString: this.system.endpoints.database,
      options: '-c jit=off -c TimeZone=UTC',
    });
    await admin.connect();
    try {
      const { rows } = await admin.query<{ id: number }>('SELECT id FROM audit.tenant WHERE uid = $1', [
        this.tenantUid,
      ]);
      const began = performance.now();
      return await taken(began, admin.query(copyTo(csvCopy([`e.tenant_id = ${rows[0]?.id}`]))));
    } finally {
      await admin.end();
    }
  }

  async close(): Promise<void> {
    await this.agent.close();
  }
}
