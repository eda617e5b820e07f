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

  /**
   * A body that is refused before it is written to its end may find the connection closed, and with it the answer lost: such
   * a request was not carried out, and is sent again.
   * @throws Error when there is no answer; whatever its status, an answer is one
   */
  async send(request: RawRequest): Promise<RawAnswer> {
    for (let left = 4; ; left -= 1) {
      try {
        return await this.sendOnce(request);
      } catch (error) {
        if (left === 0 || (error as NodeJS.ErrnoException).code !== 'EPIPE') throw error;
      }
    }
  }

  private sendOnce({ method, target, headers, body }: RawRequest): Promise<RawAnswer> {
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
      // After an early answer, a 413 say, the rest of the body may find nobody: mostly the answer has come by then.
      outgoing.on('error', reject);
      outgoing.end(body);
    });
  }

  close(): void {
    this.agent.destroy();
  }
}
