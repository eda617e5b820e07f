import { PutLogEventsCommand, type CloudWatchLogsClient } from '@aws-sdk/client-cloudwatch-logs';
import type { SinkEvent } from '../sink';

const bodies = new WeakMap<object, Buffer>();

/** A PutLogEvents call whose body is written here, once, instead of event by event in the SDK's serializer. */
export function putLogEvents(group: string, stream: string, events: readonly SinkEvent[]): PutLogEventsCommand {
  const command = new PutLogEventsCommand({ logGroupName: group, logStreamName: stream, logEvents: [] });
  bodies.set(command.input, encodeBody(group, stream, events));
  return command;
}

/** Teaches a client to send the ready-made bodies; credentials, signing, endpoints and retries stay the SDK's. */
export function addReadyMadeBodies(client: CloudWatchLogsClient): void {
  client.middlewareStack.add(
    (next) => async (call) => {
      const body = bodies.get(call.input);
      if (body !== undefined) (call.request as { body?: unknown }).body = body;
      return next(call);
    },
    { step: 'serialize', priority: 'low', name: 'readyMadeBody' },
  );
}

export function encodeBody(group: string, stream: string, events: readonly SinkEvent[]): Buffer {
  const parts = events.map(
    ({ time, message }) => `{"timestamp":${time},"message":${JSON.stringify(message.toString('utf8'))}}`,
  );
  const target = `"logGroupName":${JSON.stringify(group)},"logStreamName":${JSON.stringify(stream)}`;
  return Buffer.from(`{${target},"logEvents":[${parts.join(',')}]}`);
}
