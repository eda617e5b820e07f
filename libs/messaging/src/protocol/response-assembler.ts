const sizeBytes = 4;
const correlationIdBytes = 4;
/** A broker itself takes no more in one request (`socket.request.max.bytes`): what claims more is no broker. */
const mostBytes = 100 * 1024 * 1024;

/** An alert of TLS 1.0 or later (RFC 8446, 5.1), read as a size. */
const tlsAlert = 0x1503;

/** What came in place of a broker's response. */
export class NotAResponseError extends Error {
  constructor(bytes: number) {
    super(
      bytes >>> 16 === tlsAlert
        ? 'this port speaks TLS, set KAFKA_SSL=true'
        : `${bytes} bytes are announced as one response, which no broker sends`,
    );
  }
}

/** Puts a broker's responses together from what a socket brings. */
export class ResponseAssembler {
  private readonly size = Buffer.alloc(sizeBytes);
  private sizeAt = 0;
  private response: Buffer | undefined;
  private filled = 0;

  /**
   * @param allocate memory for a response
   * @param deliver is given each response, without the four bytes that say its size
   */
  constructor(
    private readonly allocate: (bytes: number) => Buffer,
    private readonly deliver: (response: Buffer) => void,
  ) {}

  /**
   * @param chunk may be used again afterwards
   * @throws NotAResponseError
   */
  add(chunk: Buffer): void {
    for (let at = 0; at < chunk.length;) {
      at += this.response === undefined ? this.readSize(chunk, at) : this.fill(this.response, chunk, at);
    }
  }

  private readSize(chunk: Buffer, at: number): number {
    const read = chunk.copy(this.size, this.sizeAt, at);
    this.sizeAt += read;
    if (this.sizeAt < sizeBytes) return read;
    const bytes = this.size.readInt32BE(0);
    if (bytes < correlationIdBytes || bytes > mostBytes) throw new NotAResponseError(bytes);
    this.sizeAt = 0;
    this.filled = 0;
    this.response = this.allocate(bytes);
    return read;
  }

  private fill(response: Buffer, chunk: Buffer, at: number): number {
    const read = chunk.copy(response, this.filled, at);
    this.filled += read;
    if (this.filled === response.length) {
      this.response = undefined;
      this.deliver(response);
    }
    return read;
  }
}
