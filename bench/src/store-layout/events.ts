import type { AppendEntry } from '@trailbook/store/append';
import { createHash } from 'node:crypto';

const tenants = 100;
const kinds = ['cluster', 'clusterprofile', 'project', 'user', 'role', 'apikey', 'cloudaccount', 'workspace'];
const furtherKinds = Array.from({ length: 12 }, (_, n) => `addon-${n}`);
const actions = ['update', 'update', 'update', 'create', 'create', 'delete', 'deploy', 'activity', 'publish'] as const;

/** Numbers that are the same in every run: xorshift, 0 ≤ n < 1. */
export function randomNumbers(seed: number): () => number {
  let state = seed | 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 0x1_0000_0000;
  };
}

/** Tenants by Zipf's law: the first has about a fifth of everything. */
export function zipfTenant(random: () => number): number {
  let rest = random() * harmonic;
  for (let tenant = 1; tenant <= tenants; tenant += 1) {
    rest -= 1 / tenant;
    if (rest <= 0) return tenant - 1;
  }
  return tenants - 1;
}
const harmonic = Array.from({ length: tenants }, (_, n) => 1 / (n + 1)).reduce((sum, part) => sum + part, 0);

const uidCache = new Map<string, string>();
/** A uid as services make them, the same for the same name. */
export function uidOf(name: string): string {
  const known = uidCache.get(name);
  if (known) return known;
  const hex = createHash('sha256').update(name).digest('hex');
  const uid = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `a${hex.slice(17, 20)}`, hex.slice(20, 32)];
  uidCache.set(name, uid.join('-'));
  return uid.join('-');
}

export const tenantUid = (tenant: number): string => uidOf(`tenant-${tenant}`);
export const projectUid = (tenant: number, project: number): string => uidOf(`project-${tenant}-${project}`);
export const userUid = (tenant: number, user: number): string => uidOf(`user-${tenant}-${user}`);
export const resourceUid = (tenant: number, resource: number): string => uidOf(`resource-${tenant}-${resource}`);
export const kindOf = (resource: number): string => [...kinds, ...furtherKinds][resource % 20] ?? 'cluster';

/** Event number `index` of the load, about 790 bytes, `time` in milliseconds. */
export function eventAt(
  index: number,
  time: number,
  partitions: number,
  random: () => number,
  of: { tenantUid: (tenant: number) => string; tenant: (random: () => number) => number } = {
    tenantUid,
    tenant: zipfTenant,
  },
): AppendEntry {
  const tenant = of.tenant(random);
  const project = Math.floor(random() * 6);
  const user = Math.floor(random() * 50);
  const resource = Math.floor(random() * 2_000);
  const actionType = actions[Math.floor(random() * actions.length)] ?? 'update';
  const kind = kindOf(resource);
  const uid = uuid7(time, random);
  const data = {
    tenantUid: of.tenantUid(tenant),
    ...(project > 0 && { projectUid: projectUid(tenant, project), projectName: `Project ${project} of ${tenant}` }),
    actionType,
    resource: { kind, uid: resourceUid(tenant, resource), name: `${kind}-${resource}`, label: kind },
    actor: {
      actorType: 'user' as const,
      user: {
        uid: userUid(tenant, user),
        emailId: `user${user}@tenant${tenant}.example.com`,
        firstName: 'Grace',
        lastName: 'Hopper',
      },
    },
    actionMsg: `${actionType} of ${kind} ${kind}-${resource} by user${user}`,
    changes: [{ path: '/spec/version', before: `1.${index % 40}.0`, after: `1.${(index % 40) + 1}.0` }],
    request: { ip: `10.1.${index % 256}.${user}`, userAgent: 'Mozilla/5.0 (X11; Linux x86_64)', requestId: uid },
    attributes: { region: 'eu-central-1', environment: 'production', component: `${kind}-controller` },
    outcome: 'success' as const,
  };
  return {
    partition: tenant % partitions,
    offset: BigInt(index),
    receivedAt: time + 20,
    event: {
      ...data,
      userMsg: undefined,
      uid,
      id: uid,
      source: `/services/${kind}`,
      sourceVerification: 'unverified',
      time,
      mode: 'binary',
      value: Buffer.from(JSON.stringify(data)),
      extras: {},
    },
  };
}

function uuid7(time: number, random: () => number): string {
  const hex = time.toString(16).padStart(12, '0');
  const rest = () =>
    Math.floor(random() * 0x1_0000_0000)
      .toString(16)
      .padStart(8, '0');
  const [a, b] = [rest(), rest()];
  return `${hex.slice(0, 8)}-${hex.slice(8)}-7${a.slice(1, 4)}-a${a.slice(5)}-${b}${rest().slice(0, 4)}`;
}
