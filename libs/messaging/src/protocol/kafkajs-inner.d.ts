declare module 'kafkajs/src/protocol/requests' {
  interface Made {
    request: { encode(): Promise<unknown> };
    response: { decode(raw: Buffer): Promise<unknown>; parse(data: unknown): Promise<unknown> };
  }
  interface Definition {
    versions: string[];
    protocol(options: { version: number }): (parameters: unknown) => Made;
  }
  export const requests: { Fetch: Definition; Produce: Definition };
}

declare module 'kafkajs/src/protocol/encoder' {
  export default class Encoder {
    size(): number;
    readonly buffer: Buffer;
    writeBuffer(bytes: Buffer): this;
    writeInt16(value: number): this;
    writeInt32(value: number): this;
    /** With its length before it; null is −1. */
    writeString(value: string | null): this;
  }
}

declare module 'kafkajs/src/protocol/recordBatch/crc32C' {
  export default function crc32c(bytes: Buffer): number;
}

declare module 'kafkajs/src/network/connection' {
  import type { Socket } from 'node:net';

  export default class Connection {
    readonly socket: Socket;
    /** There while it logs in. */
    readonly authHandlers: { onSuccess(data: Buffer): void } | null;
    readonly authExpectResponse: boolean;
    readonly requestQueue: { fulfillRequest(response: { size: number; correlationId: number; payload: Buffer }): void };
    processData(chunk: Buffer): void;
  }
}

declare module 'kafkajs/src/network/requestQueue' {
  interface PushedRequest {
    entry: { correlationId: number; resolve(answer: unknown): void; reject(error: unknown): void };
    expectResponse: boolean;
    sendRequest(): void;
  }
  export default class RequestQueue {
    readonly pending: readonly unknown[];
    constructor(options: {
      maxInFlightRequests: number;
      requestTimeout: number;
      clientId: string;
      broker: string;
      logger: { debug(message: string): void };
    });
    push(request: PushedRequest): void;
    fulfillRequest(response: { size: number; correlationId: number; payload: Buffer }): void;
    /** Sends nothing for so many milliseconds. */
    maybeThrottle(ms: number): void;
    scheduleCheckPendingRequests: (this: RequestQueue) => void;
  }
}
