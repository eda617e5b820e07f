import type { IncomingMessage } from 'node:http';

const largestBody = 8 * 1024 * 1024;

/** A request read whole: CloudWatch's own limit is 1 MiB of events, which JSON escapes can make larger. */
export interface WholeRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
  body: Buffer;
}

/** @throws Error when the body is larger than 8 MiB. */
export async function readWhole(request: IncomingMessage): Promise<WholeRequest> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > largestBody) throw new Error('The request is larger than 8 MiB.');
    chunks.push(chunk);
  }
  return {
    method: request.method ?? 'GET',
    url: request.url ?? '/',
    headers: request.headers,
    body: Buffer.concat(chunks),
  };
}
