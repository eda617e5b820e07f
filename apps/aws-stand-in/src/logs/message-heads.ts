import type { StoredEvent } from './log-groups';

const roomFor = 16_384;

/** The beginnings of all messages, in the order of their arrival: a million of them take little, whole ones too much. */
export class MessageHeads {
  private chunks: Buffer[] = [];
  private arrivals: number[] = [];
  private used = 0;

  /** @param characters of each message that are kept; 0 keeps nothing */
  constructor(private readonly characters: number) {}

  add({ message, ingestionTime }: StoredEvent): void {
    if (this.characters === 0) return;
    let chunk = this.chunks.at(-1);
    if (chunk === undefined || this.used === roomFor) {
      chunk = Buffer.alloc(roomFor * this.characters, ' ');
      this.chunks.push(chunk);
      this.used = 0;
    }
    chunk.write(message.slice(0, this.characters), this.used * this.characters, this.characters, 'latin1');
    this.used += 1;
    this.arrivals.push(ingestionTime);
  }

  /** Of each message its head (Latin-1, filled up with spaces) and when it arrived, in milliseconds since 1970. */
  list(): [string, number][] {
    return this.arrivals.map((arrivedAt, index) => {
      const start = (index % roomFor) * this.characters;
      const chunk = this.chunks[Math.floor(index / roomFor)];
      return [chunk?.toString('latin1', start, start + this.characters) ?? '', arrivedAt];
    });
  }

  clear(): void {
    this.chunks = [];
    this.arrivals = [];
    this.used = 0;
  }
}
