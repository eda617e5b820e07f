import { projectFolder } from '@trailbook/local';
import type { AppendEntry } from '@trailbook/store/append';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';

const pieceBytes = 256 * 1024;
const statement = (month: string) =>
  `COPY reference.entry_${month} (uid, tenant_uid, project_uid, time, action, resource_kind, resource_uid, actor_uid, payload) FROM STDIN (FORMAT binary)`;

/** Makes the table of `bench/reference.sql` in the database of `client`. */
export async function createReference(client: Client): Promise<void> {
  await client.query(await readFile(path.join(projectFolder, 'bench', 'reference.sql'), 'utf8'));
}

/** Rows of one month as binary COPY wants them, ready to be sent: encoding is not part of what is measured. */
export function referencePieces(entries: readonly AppendEntry[]): Buffer[] {
  const parts: Buffer[] = [Buffer.from('5047434f50590aff0d0a000000000000000000', 'hex')];
  for (const { event } of entries) {
    const user = event.actor.user?.uid;
    parts.push(
      Buffer.from([0, 9]),
      field(Buffer.from(event.uid.replaceAll('-', ''), 'hex')),
      text(event.tenantUid),
      text(event.projectUid),
      field(timestamp(event.time)),
      text(event.actionType),
      text(event.resource.kind),
      text(event.resource.uid),
      text(user),
      field(event.value),
    );
  }
  parts.push(Buffer.from([0xff, 0xff]));
  const all = Buffer.concat(parts);
  return Array.from({ length: Math.ceil(all.length / pieceBytes) }, (_, n) =>
    all.subarray(n * pieceBytes, (n + 1) * pieceBytes),
  );
}

/** Copies ready-made rows into the month, in a transaction of their own. */
export async function copyReference(client: Client, month: string, pieces: readonly Buffer[]): Promise<void> {
  await client.query('BEGIN');
  const stream = client.query(copyFrom(statement(month)));
  const done = new Promise<void>((resolve, reject) => stream.once('finish', resolve).once('error', reject));
  for (const piece of pieces) await new Promise<void>((resolve) => stream.write(piece, () => resolve()));
  stream.end();
  await done;
  await client.query('COMMIT');
}

function field(value: Buffer): Buffer {
  const length = Buffer.allocUnsafe(4);
  length.writeInt32BE(value.length);
  return Buffer.concat([length, value]);
}

const absent = Buffer.from([0xff, 0xff, 0xff, 0xff]);
const text = (value: string | undefined): Buffer => (value === undefined ? absent : field(Buffer.from(value)));

function timestamp(time: number): Buffer {
  const bytes = Buffer.allocUnsafe(8);
  bytes.writeBigInt64BE(BigInt(time - 946_684_800_000) * 1000n);
  return bytes;
}
