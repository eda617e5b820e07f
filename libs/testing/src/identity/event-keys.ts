import { EventSigner, ownSources, VerificationKeys, type PublishingApp } from '@trailbook/contract';
import { newInstallationKeys, publicKeysOf } from '@trailbook/local';

const keys = newInstallationKeys();

/** The variables of an app by which it signs its events and verifies those of others, the same in a whole spec file. */
export const eventKeyVariables = (app: PublishingApp): { EVENT_SIGNING_KEY: string; EVENT_PUBLIC_KEYS: string } => ({
  EVENT_SIGNING_KEY: keys[app].signingKey,
  EVENT_PUBLIC_KEYS: publicKeysOf(keys),
});

/** The keys by which events of Trailbook's own apps are verified, in a spec file that starts some. */
export const ownVerificationKeys = (): VerificationKeys => VerificationKeys.parse(publicKeysOf(keys));

/** Signs as an app does, and for which source. */
export const ownSigner = (app: PublishingApp): { signer: EventSigner; source: string } => ({
  signer: EventSigner.parse(keys[app].signingKey),
  source: ownSources[app],
});
