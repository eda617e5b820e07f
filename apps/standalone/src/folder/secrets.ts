import { generateKeyPairSync, randomBytes } from 'node:crypto';
import path from 'node:path';
import type { PublishingApp } from '@trailbook/contract';
import { newInstallationKeys, type EventKeys } from '@trailbook/local';
import { readJson, writeJson } from './json-file';

/** Everything secret of one installation: made once, kept in a file for its owner alone. */
export interface Secrets {
  /** Of the administrator of the PostgreSQL started here. */
  administratorPassword: string;
  /** By role. */
  databasePasswords: Record<string, string>;
  /** Ed25519, PKCS8 in PEM: the gateway signs with it. */
  internalSigningKey: string;
  /** Its public half, SPKI in PEM: every service checks with it. */
  internalPublicKey: string;
  internalKeyId: string;
  /** Ed25519, PKCS8 in PEM: sessions are signed with it. */
  tokenSigningKey: string;
  /** 32 bytes in base64: the tokens of a walk are signed with it. */
  pageTokenKey: string;
  /** `kid:base64`, as trail-sink takes it. */
  trailKeys: string;
  /** Each app signs its events with its own. */
  eventKeys: Record<PublishingApp, EventKeys>;
  operatorApiKey: string;
  administrator: { email: string; password: string };
}

const databaseRoles = [
  'trailbook_ingest',
  'trailbook_query',
  'trailbook_sink',
  'trailbook_partitions',
  'trailbook_identity',
  'trailbook_cluster_profiles',
];

/** A password that a person can copy, of 120 bits. */
export const newPassword = () => randomBytes(15).toString('base64url');

function newSigningKey() {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  return {
    privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(),
    publicKey: publicKey.export({ type: 'spki', format: 'pem' }).toString(),
  };
}

function newSecrets(): Secrets {
  const internal = newSigningKey();
  return {
    administratorPassword: newPassword(),
    databasePasswords: Object.fromEntries(databaseRoles.map((role) => [role, newPassword()])),
    internalSigningKey: internal.privateKey,
    internalPublicKey: internal.publicKey,
    internalKeyId: 'internal-1',
    tokenSigningKey: newSigningKey().privateKey,
    pageTokenKey: randomBytes(32).toString('base64'),
    trailKeys: `trails-1:${randomBytes(32).toString('base64')}`,
    eventKeys: newInstallationKeys(),
    operatorApiKey: randomBytes(32).toString('base64url'),
    administrator: { email: 'admin@trailbook.example', password: newPassword() },
  };
}

/** The secrets of the installation in `folder`, made when it has none. */
export async function secretsOf(folder: string): Promise<Secrets> {
  const file = path.join(folder, 'secrets');
  const kept = (await readJson(file)) as Partial<Secrets> | undefined;
  const made = newSecrets();
  // An older installation keeps what it has and gets what has been added since.
  const secrets = {
    ...made,
    ...kept,
    databasePasswords: { ...made.databasePasswords, ...kept?.databasePasswords },
    eventKeys: { ...made.eventKeys, ...kept?.eventKeys },
  };
  if (JSON.stringify(secrets) !== JSON.stringify(kept)) await writeJson(file, secrets);
  return secrets;
}
