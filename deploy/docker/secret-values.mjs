// What an installation of Trailbook keeps secret, and which app is told what. Pure: makes values, writes nothing.
import { createPrivateKey, createPublicKey, generateKeyPairSync, randomBytes } from 'node:crypto';

/** Database role of each app that has one. */
export const roles = {
  ingest: 'trailbook_ingest',
  partitions: 'trailbook_partitions',
  query: 'trailbook_query',
  'trail-sink': 'trailbook_sink',
  identity: 'trailbook_identity',
  'cluster-profiles': 'trailbook_cluster_profiles',
};

/** Source of each app that publishes events, which it signs with a key of its own. As `ownSources` of libs/contract. */
export const eventSources = {
  identity: '/services/identity',
  'cluster-profiles': '/services/cluster-profiles',
  query: '/trailbook/query',
  'trail-sink': '/trailbook/trail-sink',
  ingest: '/trailbook/ingest',
};

const password = () => randomBytes(24).toString('base64url');
const signingKey = () => generateKeyPairSync('ed25519').privateKey.export({ type: 'pkcs8', format: 'pem' });

const makers = {
  postgresPassword: password,
  internalSigningKey: signingKey,
  tokenSigningKey: signingKey,
  operatorApiKey: password,
  adminPassword: password,
  pageTokenKey: () => randomBytes(32).toString('base64url'),
  trailKeys: () => `key-1:${randomBytes(32).toString('base64')}`,
};

/** The values that everything else follows from. Those that are known already stay as they are. */
export function makeValues(known = {}) {
  const values = { ...known };
  for (const [name, make] of Object.entries(makers)) values[name] ??= make();
  const passwords = Object.values(roles).map((role) => [role, known.rolePasswords?.[role] ?? password()]);
  values.rolePasswords = Object.fromEntries(passwords);
  const eventKeys = Object.keys(eventSources).map((app) => [app, known.eventSigningKeys?.[app] ?? signingKey()]);
  values.eventSigningKeys = Object.fromEntries(eventKeys);
  return values;
}

export const internalKeyId = 'internal-1';
const eventKeyId = (app) => `${app}-1`;
const publicHalf = (key) => createPublicKey(createPrivateKey(key)).export({ type: 'spki', format: 'pem' });

/**
 * The secrets of each app, named as its environment variables are.
 * @param database `{ host, port, name, query, adminUrl? }`: where PostgreSQL is; `query` such as `?sslmode=require`
 */
export function secretsByApp(values, database) {
  const url = (role, secret) =>
    `postgres://${role}:${encodeURIComponent(secret)}@${database.host}:${database.port}/${database.name}${database.query}`;
  const roleUrl = (app) => url(roles[app], values.rolePasswords[roles[app]]);
  const callers = {
    INTERNAL_PUBLIC_KEYS: JSON.stringify({ [internalKeyId]: publicHalf(values.internalSigningKey) }),
  };
  const signs = (app) => ({ EVENT_SIGNING_KEY: `${eventKeyId(app)}:${values.eventSigningKeys[app]}` });
  const eventKeys = Object.entries(eventSources).map(([app, source]) => [
    eventKeyId(app),
    { publicKey: publicHalf(values.eventSigningKeys[app]), sources: [source] },
  ]);
  const verifies = { EVENT_PUBLIC_KEYS: JSON.stringify(Object.fromEntries(eventKeys)) };
  return {
    migrate: {
      DATABASE_URL: database.adminUrl ?? url('postgres', values.postgresPassword),
      DATABASE_PASSWORDS: JSON.stringify(values.rolePasswords),
    },
    gateway: { INTERNAL_SIGNING_KEY: values.internalSigningKey },
    identity: {
      ...callers,
      ...signs('identity'),
      DATABASE_URL: roleUrl('identity'),
      TOKEN_SIGNING_KEY: values.tokenSigningKey,
      OPERATOR_API_KEY: values.operatorApiKey,
      BOOTSTRAP_ADMIN_PASSWORD: values.adminPassword,
    },
    'cluster-profiles': { ...callers, ...signs('cluster-profiles'), DATABASE_URL: roleUrl('cluster-profiles') },
    query: { ...callers, ...signs('query'), DATABASE_URL: roleUrl('query'), PAGE_TOKEN_KEY: values.pageTokenKey },
    'trail-sink': {
      ...callers,
      ...signs('trail-sink'),
      ...verifies,
      DATABASE_URL: roleUrl('trail-sink'),
      TRAIL_KEYS: values.trailKeys,
    },
    ingest: {
      ...signs('ingest'),
      ...verifies,
      DATABASE_URL: roleUrl('ingest'),
      PARTITIONS_DATABASE_URL: roleUrl('partitions'),
    },
  };
}
