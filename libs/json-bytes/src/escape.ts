import { newScanner } from './scanner';

const scanner = newScanner();
const memory = new Uint8Array(scanner.memory.buffer);
const input = scanner.input.value as number;
const output = scanner.output.value as number;
const atOnce = scanner.escapedAtOnce.value as number;

const [quote, backslash, space] = [0x22, 0x5c, 0x20];
/** What a control character is written with. */
const controlBytes = 6;

/** UTF-8 text of any kind and length, so that it stands within a JSON string. */
export function escaped(content: Uint8Array): Buffer {
  const into = Buffer.allocUnsafeSlow(content.length * 2);
  const end = escapeInto(content, into, 0);
  return end === undefined ? escapedWithControls(content) : into.subarray(0, end);
}

/**
 * Writes UTF-8 text so that it stands within a JSON string: a backslash before quotes and backslashes, the rest as it is.
 * @param into with room for twice the content behind `at`
 * @returns where it ends; undefined where the content has control characters, which have to be written in another way
 */
export function escapeInto(content: Uint8Array, into: Uint8Array, at: number): number | undefined {
  let end = at;
  for (let from = 0; from < content.length; from += atOnce) {
    const part = content.length <= atOnce ? content : content.subarray(from, from + atOnce);
    memory.set(part, input);
    const written = scanner.escape(part.length);
    if (written < 0) return undefined;
    into.set(memory.subarray(output, output + written), end);
    end += written;
  }
  return end;
}

function escapedWithControls(content: Uint8Array): Buffer {
  const into = Buffer.allocUnsafeSlow(content.length * controlBytes);
  let at = 0;
  for (const byte of content) {
    if (byte < space) at += into.write(`\\u00${byte.toString(16).padStart(2, '0')}`, at);
    else {
      if (byte === quote || byte === backslash) into[at++] = backslash;
      into[at++] = byte;
    }
  }
  return into.subarray(0, at);
}
