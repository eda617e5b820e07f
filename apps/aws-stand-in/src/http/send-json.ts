import type { ServerResponse } from 'node:http';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

const pieceCharacters = 64 * 1024;

/**
 * Answers in JSON. A list is written piece by piece: as one text it could be longer than a string may be.
 * @throws before anything is sent where the body can't be JSON; where a list's item can't, the connection is broken off
 */
export async function sendJson(response: ServerResponse, status: number, body: unknown): Promise<void> {
  const whole = Array.isArray(body) ? undefined : JSON.stringify(body);
  response.writeHead(status, { 'content-type': 'application/json' });
  if (whole !== undefined) response.end(whole);
  // A copy: events may come and go while the client reads.
  else await pipeline(Readable.from(pieces([...(body as readonly unknown[])])), response);
}

function* pieces(items: readonly unknown[]): Generator<string> {
  let piece = '[';
  for (const [index, item] of items.entries()) {
    piece += (index > 0 ? ',' : '') + JSON.stringify(item);
    if (piece.length < pieceCharacters) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}]`;
}
