import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { hecAnswer, type HecAnswer, type HecAnswerName } from './hec-answers';
import { objectsOf } from './json-sequence';

export interface HecToken {
  disabled?: boolean;
  /** Indexes that it may write to, the first by default. */
  indexes?: readonly string[];
}

export interface IndexedEvent {
  /** Milliseconds since 1970. */
  time: number;
  index: string;
  source?: string;
  sourcetype?: string;
  /** As it was sent, character for character. */
  text: string;
}

const eventPaths = new Set(['/services/collector', '/services/collector/event', '/services/collector/event/1.0']);
const metadata = new Set(['time', 'host', 'source', 'sourcetype', 'index', 'event', 'fields']);

/** A strict stand-in for a Splunk HTTP Event Collector: tokens, indexes, limits, and faults that a spec asks for. */
export class HecStandIn {
  /** Largest body of a request, bytes; Splunk Cloud's. */
  maxContentBytes = 1_000_000;
  private readonly tokens = new Map<string, HecToken>();
  private readonly indexed = new Map<string, IndexedEvent[]>();
  private readonly next: (HecAnswerName | 'hang' | 'accept-then-error')[] = [];
  private readonly server = createServer((request, response) => void this.take(request, response));
  /** Requests for events that were answered, the refused ones included. */
  requests = 0;

  /** Answers its address. */
  async start(host = '127.0.0.1'): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, host, resolve));
    return `http://${host}:${(this.server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }

  putToken(token: string, settings: HecToken = {}): void {
    this.tokens.set(token, settings);
  }

  /** What the next requests for events get instead of what they deserve. */
  script(...answers: (HecAnswerName | 'hang' | 'accept-then-error')[]): void {
    this.next.push(...answers);
  }

  /** What a token brought, in the order of time. */
  events(token: string): IndexedEvent[] {
    return [...(this.indexed.get(token) ?? [])].sort((one, other) => one.time - other.time);
  }

  /** As `| delete` does. */
  clear(token: string): void {
    this.indexed.delete(token);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    const answer = (of: HecAnswer) => {
      response.writeHead(of.status, { 'content-type': 'application/json' });
      response.end(of.body);
    };
    if (request.method === 'GET' && path === '/services/collector/health') return answer(hecAnswer('healthy'));
    if (request.method !== 'POST' || !eventPaths.has(path)) return answer({ status: 404, body: 'Not Found' });
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    this.requests += 1;
    const scripted = this.next.shift();
    if (scripted === 'hang') return;
    if (scripted !== undefined && scripted !== 'accept-then-error') return answer(hecAnswer(scripted));
    const deserved = this.judge(request.headers.authorization, Buffer.concat(chunks));
    answer(scripted === undefined ? deserved : hecAnswer('internalError'));
  }

  private judge(authorization: string | undefined, body: Buffer): HecAnswer {
    if (authorization === undefined) return hecAnswer('tokenRequired');
    const token = /^Splunk (\S+)$/.exec(authorization)?.[1];
    if (token === undefined) return hecAnswer('invalidAuthorization');
    const settings = this.tokens.get(token);
    if (!settings) return hecAnswer('invalidToken');
    if (settings.disabled) return hecAnswer('tokenDisabled');
    if (body.length > this.maxContentBytes) return hecAnswer('tooLarge');
    const objects = objectsOf(body.toString());
    if (objects.length === 0) return hecAnswer('noData');
    for (const [number, text] of objects.entries()) {
      const event = eventOf(text, settings.indexes ?? ['main']);
      if (typeof event === 'string') return hecAnswer(event, number);
      // What comes before an event that is refused is indexed.
      this.indexed.set(token, [...(this.indexed.get(token) ?? []), event]);
    }
    return hecAnswer('success');
  }
}

function eventOf(text: string, indexes: readonly string[]): IndexedEvent | HecAnswerName {
  let given: Record<string, unknown>;
  try {
    given = JSON.parse(text) as Record<string, unknown>;
  } catch {
    return 'invalidFormat';
  }
  const { event, time, index = indexes[0], source, sourcetype } = given;
  if (Object.keys(given).some((name) => !metadata.has(name))) return 'invalidFormat';
  if (time !== undefined && typeof time !== 'number') return 'invalidFormat';
  if (event === undefined) return 'eventRequired';
  if (event === '' || event === null) return 'eventBlank';
  if (typeof index !== 'string' || !indexes.includes(index)) return 'incorrectIndex';
  const sent = text.slice(text.indexOf('"event":') + '"event":'.length, -1);
  return {
    time: Math.round((time ?? Date.now() / 1_000) * 1_000),
    index,
    ...(typeof source === 'string' && { source }),
    ...(typeof sourcetype === 'string' && { sourcetype }),
    text: sent,
  };
}
