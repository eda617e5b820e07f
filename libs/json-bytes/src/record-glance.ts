import { isUtf8 } from 'node:buffer';
import { FoundTexts } from './found-texts';
import { headerRoles, type RecordForm } from './record-form';
import { newScanner } from './scanner';
import { ScannerMemory } from './scanner-memory';

/** Where the parts of a record of the log lie: its value, and its headers behind it, up to its end. */
export interface RecordBytes {
  readonly buffer: Buffer;
  readonly valueStart: number;
  readonly valueLength: number;
  readonly end: number;
}

/** Numbers that are new stand for another text than before. */
const newBit = 0x10000;
/** What is found is laid out as in `assembly/record.ts`: words, and behind them the time. */
const at = { tenant: 0, source: 1, uid: 2, sourceStart: 6, sourceLength: 7 } as const;
const words = 8;
/** Larger messages are few. */
const viewedBytes = 4_096;

/**
 * Looks at a whole record of the log in one go, where nothing about it asks for a closer look: its headers, which are those
 * of a CloudEvent with a UUIDv7 as its id, and its value as `Glance` does; and writes the message for its event. What is
 * found is that of the record which was read last.
 */
export class RecordGlance {
  private readonly scanner = newScanner();
  private readonly form: number;
  private readonly slots: number;
  private readonly tenantSlot: number;
  private readonly input = this.scanner.input.value as number;
  private readonly inputBytes = this.scanner.inputBytes.value as number;
  private readonly output = this.scanner.output.value as number;
  private readonly numbers: Int32Array;
  private readonly times: Float64Array;
  /** Views of the output, by their size. */
  private readonly outputs = new Array<Uint8Array | undefined>(viewedBytes);
  /** The texts of tenants and sources, by their numbers. */
  private readonly texts: string[] = [];
  /** The stretch of a buffer that is in the scanner's memory: records lie one behind the other. */
  private buffer: Buffer | undefined;
  private from = 0;
  private to = 0;

  /** The scanner's memory, in which the value begins at `begin`. */
  readonly memory: Buffer;
  begin = 0;
  private valueLength = 0;
  readonly found: FoundTexts;
  /** The sixteen bytes of the event's uid. */
  readonly uid: Int32Array;
  /** Size of the message, in bytes. */
  messageBytes = 0;
  tenantUid = '';
  source = '';

  constructor({ data, tenantSlot, headers, parts }: RecordForm) {
    const { scanner } = this;
    const { buffer } = scanner.memory;
    const memory = new ScannerMemory(scanner);
    this.memory = Buffer.from(buffer);
    this.found = new FoundTexts(scanner, data.slots);
    this.form = memory.addForm(data);
    this.slots = data.slots;
    this.tenantSlot = tenantSlot;
    for (const [index, { name, role, isRequired = false, word = '' }] of headers.entries()) {
      scanner.addHeader(...memory.add(name), headerRoles[role], 1 << index, isRequired, ...memory.add(word));
    }
    for (const [index, part] of parts.entries()) scanner.describePart(index, ...memory.add(part));
    const seen = scanner.seen.value as number;
    this.numbers = new Int32Array(buffer, seen, words);
    this.uid = this.numbers.subarray(at.uid, at.sourceStart);
    this.times = new Float64Array(buffer, seen + words * Int32Array.BYTES_PER_ELEMENT, 1);
  }

  /** When the event happened, milliseconds since 1970. */
  get time(): number {
    return this.times[0]!;
  }

  /** The digest of the event's content, as `contentDigest` has it. */
  get digest(): number {
    const { scanner, numbers, begin, valueLength } = this;
    return scanner.digest(begin, valueLength, numbers[at.sourceStart]!, numbers[at.sourceLength]!, this.time);
  }

  /**
   * Whether the record is usual.
   * @param timestamp Kafka's, milliseconds since 1970
   */
  read({ buffer, valueStart, valueLength, end }: RecordBytes, timestamp: number): boolean {
    if (valueLength <= 0 || end - valueStart > this.inputBytes) return false;
    if (buffer !== this.buffer || valueStart < this.from || end > this.to) this.load(buffer, valueStart);
    const begin = this.input + valueStart - this.from;
    const { scanner } = this;
    this.begin = begin;
    this.valueLength = valueLength;
    const last = this.input + end - this.from;
    this.messageBytes = scanner.see(this.form, this.slots, begin, valueLength, last, this.tenantSlot, timestamp);
    if (this.messageBytes === 0) return false;
    this.learn();
    return scanner.hasMore.value === 0 || isUtf8(this.memory.subarray(begin, begin + valueLength));
  }

  /** Writes the message to `into`, where it has room behind `at`. */
  copyMessage(into: Uint8Array, at: number): void {
    into.set(this.outputOf(this.messageBytes), at);
  }

  /** Most messages are as long as some before: a view for each would be more work than the copy. */
  private outputOf(bytes: number): Uint8Array {
    if (bytes >= viewedBytes) return this.memory.subarray(this.output, this.output + bytes);
    return (this.outputs[bytes] ??= new Uint8Array(this.memory.buffer, this.output, bytes));
  }

  private load(buffer: Buffer, from: number): void {
    this.buffer = buffer;
    this.from = from;
    this.to = Math.min(buffer.length, from + this.inputBytes);
    this.memory.set(buffer.subarray(from, this.to), this.input);
  }

  private learn(): void {
    const { numbers, found, tenantSlot, begin } = this;
    this.tenantUid = this.textOf(numbers[at.tenant]!, begin + found.start(tenantSlot), begin + found.end(tenantSlot));
    const start = numbers[at.sourceStart]!;
    this.source = this.textOf(numbers[at.source]!, start, start + numbers[at.sourceLength]!);
  }

  /** @param number of the text; -1 for one that is too long to be remembered */
  private textOf(number: number, start: number, end: number): string {
    if (number >= 0 && number < newBit) return this.texts[number]!;
    const text = this.memory.toString('latin1', start, end);
    if (number >= 0) this.texts[number - newBit] = text;
    return text;
  }
}
