import { Agent, request as httpRequest } from 'node:http';

export interface RawRequest {
  method: string;
  /** As it is written on the wire. */
  target: string;
  headers: Record<string, string>;
  body?: Buffer;
}

export interface RawAnswer {
  status: number;
  headers: Record<string, string>;
  text: string;
}

const timeoutMs = 30_000;

/** Sends requests as they are, well-formed or not, over connections that are kept. */
export class RawClient {
  private readonly agent: Agent;

  constructor(
    private readonly gateway: URL,
    connections: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: connections });
  }

  /** @throws Error when there is no answer; whatever its status, an answer is one */
  send({ method, target, headers, body }: RawRequest): Promise<RawAnswer> {
    return new Promise((resolve, reject) => {
      const { hostname: host, port } = this.gateway;
      const length = body ? { 'content-length': String(body.length) } : {};
      const options = { host, port, method, path: target, headers: { ...length, ...headers }, agent: this.agent };
      const outgoing = httpRequest({ ...options, timeout: timeoutMs }, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', reject);
        incoming.on('end', () =>
          resolve({
            status: incoming.statusCode ?? 0,
            headers: incoming.headers as Record<string, string>,
            text: Buffer.concat(chunks).toString('utf8'),
          }),
        );
      });
      outgoing.on('timeout', () => outgoing.destroy(new Error(`no answer within ${timeoutMs} ms`)));
      // After an early answer, a 413 say, the rest of the body may find nobody: the answer has come by then.
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
