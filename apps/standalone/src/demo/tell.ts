import { setTimeout as sleep } from 'node:timers/promises';
import { encodeBinary, encodeStructured, topics, type EventSigner, type OutgoingEvent } from '@trailbook/contract';
import { LocalFault, messageOf } from '@trailbook/local';
import { AuditProducer, connectKafka, kafkaConfigFrom } from '@trailbook/messaging';
import type { Credentials, RestClient } from './rest-client';

const readableMs = 60_000;

/**
 * Sends events to Kafka as the platform's services would, in both content modes.
 * @param signers of the sources that are taken only signed
 * @throws LocalFault
 */
export async function publish(
  brokers: string,
  events: readonly OutgoingEvent[],
  signers: ReadonlyMap<string, EventSigner>,
): Promise<void> {
  const kafka = connectKafka(kafkaConfigFrom({ ...process.env, KAFKA_BROKERS: brokers }), {
    clientId: 'trailbook-demo',
  });
  const producer = new AuditProducer(kafka, {
    topic: process.env.AUDIT_TOPIC ?? topics.events.name,
    timeoutMs: 30_000,
  });
  try {
    await producer.publish(
      events.map((event, number) => {
        const signer = signers.get(event.source);
        return number % 2 ? encodeStructured(event, signer) : encodeBinary(event, signer);
      }),
    );
  } catch (error) {
    throw new LocalFault(`The demo's history could not be published: ${messageOf(error)}`);
  } finally {
    await producer.close();
  }
}

/** Waits until the tenant reads at least `entries` entries up to `anchor`, milliseconds since 1970. @throws LocalFault */
export async function untilReadable(rest: RestClient, as: Credentials, anchor: number, entries: number): Promise<void> {
  const deadline = Date.now() + readableMs;
  const path = `/v1/audits?limit=1&endTime=${encodeURIComponent(new Date(anchor).toISOString())}`;
  for (;;) {
    const { body } = await rest.call<{ listmeta: { count: number } }>('GET', path, { as });
    if (body.listmeta.count >= entries) return;
    if (Date.now() > deadline) {
      const seen = `${body.listmeta.count} of ${entries} entries of the demo's history can be read`;
      throw new LocalFault(`After ${readableMs / 1000} s only ${seen}: the log of ingest may say why.`);
    }
    await sleep(200);
  }
}
