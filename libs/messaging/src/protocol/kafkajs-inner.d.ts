declare module 'kafkajs/src/protocol/requests' {
  interface Made {
    request: unknown;
    response: { decode(raw: Buffer): Promise<unknown>; parse(data: unknown): Promise<unknown> };
  }
  interface Definition {
    versions: string[];
    protocol(options: { version: number }): (parameters: unknown) => Made;
  }
  export const requests: { Fetch: Definition };
}

declare module 'kafkajs/src/protocol/encoder' {
  export default class Encoder {
    size(): number;
    readonly buffer: Buffer;
    writeBuffer(bytes: Buffer): this;
  }
}
