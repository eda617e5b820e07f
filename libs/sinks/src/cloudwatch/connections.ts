import { NodeHttpHandler } from '@smithy/node-http-handler';
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';

export interface ConnectionOptions {
  /** Time to open a connection, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Time for one request with its answer, in milliseconds. */
  readonly requestTimeoutMs: number;
}

const silent = { trace: noop, debug: noop, info: noop, warn: noop, error: noop };

/** One pool of connections for all sinks of a process; every request has a time-out. Close it with `destroy()`. */
export function openConnections(options: ConnectionOptions): NodeHttpHandler {
  const agent = { keepAlive: true, maxSockets: 512, maxFreeSockets: 64 };
  return new NodeHttpHandler({
    connectionTimeout: options.connectTimeoutMs,
    requestTimeout: options.requestTimeoutMs,
    throwOnRequestTimeout: true,
    socketTimeout: options.requestTimeoutMs,
    httpAgent: new HttpAgent(agent),
    httpsAgent: new HttpsAgent(agent),
    logger: silent,
  });
}

function noop(): void {
  // The SDK's own warnings are about its internals; what matters reaches the caller as an error.
}
