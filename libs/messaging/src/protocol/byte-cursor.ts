const nothing = Buffer.alloc(0);

/** Reads the numbers and fields of Kafka's record format, one behind the other. */
export class ByteCursor {
  protected buffer: Buffer = nothing;
  protected at = 0;
  /** What is read ends here. */
  protected end = 0;

  protected open(buffer: Buffer, at: number, end: number): void {
    this.buffer = buffer;
    this.at = at;
    this.end = end;
  }

  /** Moves on behind a field; one of a negative length is null. @returns where it begins */
  protected pass(length: number): number {
    const start = this.at;
    if (length > 0) this.at = start + length;
    if (this.at > this.end) throw new RangeError('a field runs over the end of its record');
    return start;
  }

  protected varint(): number {
    const { buffer } = this;
    let byte = buffer[this.at++] ?? 0;
    if (byte < 0x80) return (byte >>> 1) ^ -(byte & 1);
    let value = byte & 0x7f;
    for (let shift = 7; shift < 35; shift += 7) {
      byte = buffer[this.at++] ?? 0;
      value |= (byte & 0x7f) << shift;
      if (byte < 0x80) return (value >>> 1) ^ -(value & 1);
    }
    throw new RangeError('a number has too many bytes');
  }

  /** Up to 2^53, which differences of milliseconds keep to. */
  protected varlong(): number {
    let value = 0;
    let factor = 1;
    for (let i = 0; i < 10; i += 1) {
      const byte = this.buffer[this.at++] ?? 0;
      value += (byte & 0x7f) * factor;
      if (byte < 0x80) return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
      factor *= 128;
    }
    throw new RangeError('a number has too many bytes');
  }
}
