import { PutLogEventsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import { ItemWriter } from '@trailbook/json-bytes';
import { webcrypto } from 'node:crypto';
import type { SinkEvent } from '../sink';
import { BodyBuffers } from './body-buffers';
import { BodyWriter } from './body-writer';

/** The signer takes a body's hash from here: it is the same for each attempt. */
const hashHeader = 'x-amz-content-sha256';

interface ReadyBody {
  readonly bytes: Buffer;
  readonly sha256: string;
  /** What the bytes are part of. */
  readonly buffer: Buffer;
}

/** JSON takes a seventh more within a string. */
const roomForEscapes = 1.25;
/** What an event is written with beside its message, its time of thirteen digits included. */
const roomAround = 41;

const items = new ItemWriter({ before: '{"timestamp":', between: ',"message":"', after: '"},' });

const bodies = new WeakMap<object, ReadyBody>();
const buffers = new BodyBuffers();

/** A PutLogEvents call whose body is written here, once, instead of event by event in the SDK's serializer. */
export async function putLogEvents(
  group: string,
  stream: string,
  events: readonly SinkEvent[],
): Promise<PutLogEventsCommand> {
  const command = new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents: [] });
  const { written: bytes, buffer } = writeBody(group, stream, events);
  bodies.set(command.input, { bytes, buffer, sha256: await sha256Of(bytes) });
  return command;
}

/** In hexadecimal. A thread of libuv's pool works it out: a megabyte would keep everything else waiting. */
const sha256Of = async (bytes: Buffer): Promise<string> =>
  Buffer.from(await webcrypto.subtle.digest('SHA-256', bytes)).toString('hex');

/** The call was answered: nobody will read its body again. (One that was given up may still be under way.) */
export function releaseBody({ input }: PutLogEventsCommand): void {
  const body = bodies.get(input);
  if (body && bodies.delete(input)) buffers.giveBack(body.buffer);
}

/** Teaches a client to send the ready-made bodies; credentials, signing, endpoints and retries stay the SDK's. */
export function addReadyMadeBodies(client: CloudWatchLogsClient): void {
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
}

/** The call's body as the service's JSON protocol has it. */
export function writeBody(group: string, stream: string, events: readonly SinkEvent[]): BodyWriter {
  const messageBytes = events.reduce((sum, { message }) => sum + message.length, 0);
  const bytes = Math.ceil(messageBytes * roomForEscapes) + events.length * roomAround + 4_096;
  const body = new BodyWriter(buffers.take(bytes));
  body.text(`{"logGroupName":${JSON.stringify(group)},"logStreamName":${JSON.stringify(stream)},"logEvents":[`);
  items.write(events, (json) => body.bytes(json));
  // Behind the last one stands no comma.
  if (events.length > 0) body.takeBack(1);
  body.text(']}');
  return body;
}
