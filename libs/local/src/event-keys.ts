import { generateKeyPairSync } from 'node:crypto';
import { ownSources, type PublishingApp } from '@trailbook/contract';

/** The keys of a producer that signs its events. */
export interface EventKeys {
  /** As `EVENT_SIGNING_KEY` has it. */
  signingKey: string;
  keyId: string;
  /** SPKI PEM in base64. */
  publicKey: string;
}

const inBase64 = (pem: string | Buffer): string => Buffer.from(pem).toString('base64');

/** Makes a pair of keys for an app, or for another producer. */
export function newEventKeys(producer: string): EventKeys {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const keyId = `${producer}-1`;
  return {
    signingKey: `${keyId}:${inBase64(privateKey.export({ type: 'pkcs8', format: 'pem' }))}`,
    keyId,
    publicKey: inBase64(publicKey.export({ type: 'spki', format: 'pem' })),
  };
}

/** Makes a pair of keys for each app that publishes. */
export const newInstallationKeys = (): Record<PublishingApp, EventKeys> =>
  Object.fromEntries(Object.keys(ownSources).map((app) => [app, newEventKeys(app as PublishingApp)])) as Record<
    PublishingApp,
    EventKeys
  >;

/** The public halves, each with the source that it speaks for, as `EVENT_PUBLIC_KEYS` has them. */
export const publicKeysOf = (keys: Readonly<Record<PublishingApp, EventKeys>>): string =>
  JSON.stringify(
    Object.fromEntries(
      Object.entries(keys).map(([app, { keyId, publicKey }]) => [
        keyId,
        { publicKey, sources: [ownSources[app as PublishingApp]] },
      ]),
    ),
  );
