import { PutLogEventsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ItemWriter } from '@trailbook/json-bytes';
import { createHash } from 'node:crypto';
import type { SinkEvents } from '../sink';
import { BodyBuffers } from './body-buffers';
import { BodyWriter } from './body-writer';

/** The signer takes a body's hash from here: it is the same for each attempt. */
const hashHeader = 'x-amz-content-sha256';

interface ReadyBody {
  readonly bytes: Buffer;
  readonly sha256: string;
  /** What the bytes are part of. */
  readonly buffer: Buffer;
  readonly signal: AbortSignal | undefined;
}

/** JSON takes a seventh more within a string. */
const roomForEscapes = 1.25;
/** What an event is written with beside its message, its time of thirteen digits included. */
const roomAround = 41;

const items = new ItemWriter({ before: '{"timestamp":', between: ',"message":"', after: '"},' });

const bodies = new WeakMap<object, ReadyBody>();
const buffers = new BodyBuffers();

/**
 * A PutLogEvents call whose body is written here, once, instead of event by event in the SDK's serializer. It is sent
 * once, without options, so that the client needn't put its middleware together anew; `signal` gives it up.
 */
export function putLogEvents(
  group: string,
  stream: string,
  events: SinkEvents,
  signal?: AbortSignal,
): PutLogEventsCommand {
  const command = new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents: [] });
  const { written: bytes, buffer } = writeBody(group, stream, events);
  bodies.set(command.input, { bytes, buffer, sha256: sha256Of(bytes), signal });
  return command;
}

/**
 * In hexadecimal. A full body takes half a millisecond; a thread of libuv's pool would be given a copy of it in memory that
 * is new each time, which takes this one as long.
 */
const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Teaches a client to send the ready-made bodies; credentials, signing, endpoints and retries stay the SDK's. */
export function addReadyMadeBodies(client: CloudWatchLogsClient): void {
  client.middlewareStack.add(
    (next) => async (call) => {
      const body = bodies.get(call.input);
      try {
        const answer = await next(call);
        // It was answered: nobody will read the body again. (One that was given up may still be under way.)
        if (body !== undefined) buffers.giveBack(body.buffer);
        return answer;
      } finally {
        // A client keeps the first call that it made; it mustn't keep its body.
        bodies.delete(call.input);
      }
    },
    { step: 'initialize', name: 'releaseReadyMadeBody' },
  );
  client.middlewareStack.add(
    (next) => async (call) => {
      const body = bodies.get(call.input);
      if (body !== undefined) {
        const request = call.request as { body?: unknown; headers: Record<string, string> };
        request.body = body.bytes;
        request.headers[hashHeader] = body.sha256;
      }
      return next(call);
    },
    { step: 'serialize', priority: 'low', name: 'readyMadeBody' },
  );
  // The last of all: in its place the SDK would send the request with the options of the client's first call.
  client.middlewareStack.add(
    (next) => (call) => {
      const abortSignal = bodies.get(call.input)?.signal;
      return abortSignal ? client.config.requestHandler.handle(call.request, { abortSignal }) : next(call);
    },
    { step: 'deserialize', priority: 'low', name: 'giveUpReadyMadeBody' },
  );
}

/** The call's body as the service's JSON protocol has it. */
export function writeBody(group: string, stream: string, events: SinkEvents): BodyWriter {
  const { packed } = events;
  const list = packed ? [] : [...events];
  const messageBytes = packed?.bytes ?? list.reduce((sum, { message }) => sum + message.length, 0);
  const bytes = Math.ceil(messageBytes * roomForEscapes) + events.length * roomAround + 4_096;
  const body = new BodyWriter(buffers.take(bytes));
  body.text(`{"logGroupName":${JSON.stringify(group)},"logStreamName":${JSON.stringify(stream)},"logEvents":[`);
  const write = (json: Uint8Array) => body.bytes(json);
  if (packed) items.writePacked(packed, write);
  else items.write(list, write);
  // Behind the last one stands no comma.
  if (events.length > 0) body.takeBack(1);
  body.text(']}');
  return body;
}
