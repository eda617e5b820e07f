import { alreadyExists, notFound } from '../aws-error';
import type { MessageHeads } from './message-heads';

export interface StoredEvent {
  timestamp: number;
  message: string;
  ingestionTime: number;
}

export interface LogStream {
  name: string;
  createdAt: number;
  count: number;
  bytes: number;
  /** The newest events only, when the stand-in is told to keep few: a benchmark's million would fill its memory. */
  events: StoredEvent[];
}

export interface LogGroup {
  name: string;
  createdAt: number;
  streams: Map<string, LogStream>;
}

/** Groups and streams of every account and region. */
export class LogGroups {
  private readonly groups = new Map<string, LogGroup>();

  /**
   * @param keepEvents how many events of a stream are kept for reading back; the count is always whole
   * @param heads what is kept of all of them
   */
  constructor(
    readonly keepEvents: number,
    private readonly heads: MessageHeads,
  ) {}

  private key(account: string, region: string, name: string): string {
    return `${account}/${region}/${name}`;
  }

  list(account: string, region: string, prefix: string): LogGroup[] {
    const wanted = this.key(account, region, prefix);
    return [...this.groups.entries()]
      .filter(([key]) => key.startsWith(wanted))
      .map(([, group]) => group)
      .sort((one, other) => (one.name < other.name ? -1 : 1));
  }

  create(account: string, region: string, name: string): void {
    const key = this.key(account, region, name);
    if (this.groups.has(key)) throw alreadyExists('group');
    this.groups.set(key, { name, createdAt: Date.now(), streams: new Map() });
  }

  delete(account: string, region: string, name: string): boolean {
    return this.groups.delete(this.key(account, region, name));
  }

  group(account: string, region: string, name: string): LogGroup {
    const found = this.groups.get(this.key(account, region, name));
    if (found === undefined) throw notFound('group');
    return found;
  }

  createStream(group: LogGroup, name: string): void {
    if (group.streams.has(name)) throw alreadyExists('stream');
    group.streams.set(name, { name, createdAt: Date.now(), count: 0, bytes: 0, events: [] });
  }

  stream(group: LogGroup, name: string): LogStream {
    const found = group.streams.get(name);
    if (found === undefined) throw notFound('stream');
    return found;
  }

  append(stream: LogStream, events: readonly StoredEvent[], bytes: number): void {
    stream.count += events.length;
    stream.bytes += bytes;
    for (const event of events) {
      this.heads.add(event);
      if (this.keepEvents > 0) stream.events.push(event);
    }
    if (stream.events.length > this.keepEvents * 2) stream.events.splice(0, stream.events.length - this.keepEvents);
  }

  clear(): void {
    this.groups.clear();
  }
}
