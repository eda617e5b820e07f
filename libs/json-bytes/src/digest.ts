import { newScanner } from './scanner';

const scanner = newScanner();
const memory = Buffer.from(scanner.memory.buffer);
const input = scanner.input.value as number;
const inputBytes = scanner.inputBytes.value as number;
const output = scanner.output.value as number;

/**
 * The digest of an event's content, as `RecordGlance` has it: 53 bits of xxHash64, as a whole number. It tells contents apart,
 * and does not withstand an attacker that makes two of one digest.
 * @param source of at most a few kilobytes
 * @param time milliseconds since 1970
 * @throws RangeError for a value of more than 256 KiB, which the contract does not allow
 */
export function contentDigest(value: Uint8Array | string, source: string, time: number): number {
  const length = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
  if (length > inputBytes) throw new RangeError(`a value of ${length} bytes is longer than the contract allows`);
  if (typeof value === 'string') memory.write(value, input);
  else memory.set(value, input);
  return scanner.digest(input, length, output, memory.write(source, output), time);
}
