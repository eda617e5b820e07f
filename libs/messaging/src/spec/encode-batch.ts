/** A record to be put into a batch; headers in order, so that one may occur twice. */
export interface PlainRecord {
  timestamp: number;
  key: Buffer | null;
  value: Buffer | null;
  headers: [Buffer | string, Buffer | null][];
}

export interface BatchSettings {
  baseOffset: bigint;
  /** Bits 0 to 2: codec; 3: log append time; 4: transactional; 5: control. */
  attributes?: number;
  maxTimestamp?: number;
  producerId?: bigint;
  pack?: (records: Buffer) => Buffer;
}

/** Writes a record batch by Kafka's specification (message format 2), independently of what reads it. */
export function encodeBatch(records: readonly PlainRecord[], settings: BatchSettings): Buffer {
  const { baseOffset, attributes = 0, producerId = -1n, pack = (plain) => plain } = settings;
  const first = records[0]?.timestamp ?? 0;
  const body = pack(Buffer.concat(records.map((record, index) => encodeRecord(record, index, first))));
  const header = Buffer.alloc(61);
  header.writeBigInt64BE(baseOffset, 0);
  header.writeInt32BE(49 + body.length, 8);
  header.writeInt8(2, 16);
  header.writeInt16BE(attributes, 21);
  header.writeInt32BE(records.length - 1, 23);
  header.writeBigInt64BE(BigInt(first), 27);
  header.writeBigInt64BE(BigInt(settings.maxTimestamp ?? first), 35);
  header.writeBigInt64BE(producerId, 43);
  header.writeInt32BE(records.length, 57);
  return Buffer.concat([header, body]);
}

function encodeRecord({ timestamp, key, value, headers }: PlainRecord, index: number, first: number): Buffer {
  const body = Buffer.concat([
    Buffer.from([0]),
    zigzag(BigInt(timestamp - first)),
    zigzag(BigInt(index)),
    bytes(key),
    bytes(value),
    zigzag(BigInt(headers.length)),
    ...headers.flatMap(([name, content]) => [bytes(Buffer.from(name)), bytes(content)]),
  ]);
  return Buffer.concat([zigzag(BigInt(body.length)), body]);
}

const bytes = (value: Buffer | null): Buffer =>
  value === null ? zigzag(-1n) : Buffer.concat([zigzag(BigInt(value.length)), value]);

/** A number as a varint. */
export function zigzag(value: bigint): Buffer {
  let rest = value >= 0n ? value * 2n : -value * 2n - 1n;
  const encoded: number[] = [];
  for (; rest > 0x7fn; rest >>= 7n) encoded.push(Number(rest & 0x7fn) | 0x80);
  return Buffer.from([...encoded, Number(rest)]);
}
