/** Whether these bytes stand in the buffer at that place. For short ones a call out of JavaScript would cost more. */
export function bytesAt(bytes: Uint8Array, buffer: Buffer, start: number): boolean {
  // From the end, where uids and names differ.
  for (let at = bytes.length - 1; at >= 0; at -= 1) if (bytes[at] !== buffer[start + at]) return false;
  return true;
}
