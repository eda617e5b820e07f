import type { PoolClient } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { partitionName } from '../layout/months';
import { CopyEncoder, copyHeader, copyTrailer } from './copy-encoder';
import { columnsOf, encodeRow, type Row } from './rows';

const pieceBytes = 256 * 1024;

/** Copies rows of one partition into it. The server works on a piece while the next one is encoded. */
export async function copyRows(client: PoolClient, epochId: number, rows: readonly Row[]): Promise<void> {
  const [first] = rows;
  if (!first) return;
  const statement = `COPY ${partitionName(first.of, first.month)} (${columnsOf[first.of]}) FROM STDIN (FORMAT binary)`;
  await copyPieces(client, statement, pieces(epochId, rows));
}

function* pieces(epochId: number, rows: readonly Row[]): Generator<Buffer> {
  yield copyHeader;
  const encoder = new CopyEncoder(pieceBytes + 16 * 1024);
  for (const row of rows) {
    encodeRow(encoder, epochId, row);
    if (encoder.bytes >= pieceBytes) yield encoder.take();
  }
  if (encoder.bytes > 0) yield encoder.take();
  yield copyTrailer;
}

/** Sends pieces to a COPY FROM STDIN. After the first error nothing more is sent and the connection is usable again. */
export async function copyPieces(client: PoolClient, statement: string, buffers: Iterable<Buffer>): Promise<void> {
  const stream = client.query(copyFrom(statement));
  let failed: Error | undefined;
  const ended = new Promise<void>((resolve, reject) => {
    stream.once('finish', resolve);
    stream.on('error', (error: Error) => {
      failed ??= error;
      reject(error);
    });
  });
  ended.catch(() => undefined); // awaited below; an error may come before that
  for (const buffer of buffers) {
    if (failed) break;
    await Promise.race([new Promise<void>((resolve) => stream.write(buffer, () => resolve())), ended]);
  }
  if (!failed) stream.end();
  await ended;
}
