import type { EntryFilter } from '@trailbook/store/read';
import { countEntries, findEntry, listEntries, type ScopedReader } from '@trailbook/store/read';
import { kindOf, userUid, resourceUid } from '../store-layout/events';

/** One read, as the gateway is asked for it and as SQL does it. */
export interface Read {
  path: string;
  sql(reader: ScopedReader): Promise<unknown>;
}

/** Whose entries are read: one of the largest tenants. */
export interface Subject {
  tenant: number;
  projects: readonly string[];
  /** Some entries, anywhere in the log. */
  known: readonly { uid: string; time: number; token: string }[];
  random: () => number;
}

const limit = 50;

async function pageAndTotal(reader: ScopedReader, filter: EntryFilter): Promise<void> {
  await listEntries(reader, filter, { limit: limit + 1 });
  await countEntries(reader, filter);
}

const page = (parameters: Record<string, string>, filter: EntryFilter): Read => ({
  path: `/v1/audits?${new URLSearchParams({ ...parameters, limit: String(limit) }).toString()}`,
  sql: (reader) => pageAndTotal(reader, filter),
});

const anyOf = <T>(values: readonly T[], random: () => number): T => {
  const value = values[Math.floor(random() * values.length)];
  if (value === undefined) throw new RangeError('nothing to choose from');
  return value;
};

/** The five reads whose speed is promised. */
export const reads: Record<string, (of: Subject) => Read> = {
  first: () => page({}, {}),
  filtered: ({ projects, random }) => {
    const projectUid = anyOf(projects, random);
    const kind = kindOf(Math.floor(random() * 20));
    return page(
      { projectUid, resourceKind: kind, actionType: 'update' },
      { projectUids: [projectUid], resourceKinds: [kind], actions: ['update'] },
    );
  },
  deep: ({ known, random }) => {
    const { uid, time, token } = anyOf(known, random);
    return {
      path: `/v1/audits?limit=${limit}&continue=${encodeURIComponent(token)}`,
      sql: (reader) => listEntries(reader, {}, { limit: limit + 1, before: { time, uid } }),
    };
  },
  one: ({ known, random }) => {
    const { uid } = anyOf(known, random);
    return { path: `/v1/audits/${uid}`, sql: (reader) => findEntry(reader, uid) };
  },
  total: () => ({
    path: '/v1/audits?limit=1',
    sql: async (reader) => {
      await listEntries(reader, {}, { limit: 2 });
      await countEntries(reader, {});
    },
  }),
};

const parameters = {
  resourceKinds: 'resourceKind',
  actions: 'actionType',
  userUids: 'userUid',
  resourceUids: 'resourceUid',
  projectUids: 'projectUid',
} as const;

/** A filter as the gateway is asked for it. */
export function queryOf(filter: EntryFilter): string {
  const query = new URLSearchParams();
  for (const [name, values] of Object.entries(filter)) {
    const parameter = parameters[name as keyof typeof parameters] as string | undefined;
    if (parameter === undefined) throw new RangeError(`a filter by ${name} is not asked for here`);
    for (const value of values as readonly string[]) query.append(parameter, value);
  }
  return query.toString();
}

/** Pages under other filters, compared with the first page of the log. */
export const combinations: Record<string, (of: Subject) => EntryFilter> = {
  kind: ({ random }) => ({ resourceKinds: [kindOf(Math.floor(random() * 20))] }),
  action: () => ({ actions: ['publish'] }),
  'absent kind': () => ({ resourceKinds: ['absent'] }),
  user: ({ tenant, random }) => ({ userUids: [userUid(tenant, Math.floor(random() * 50))] }),
  resource: ({ tenant, random }) => ({ resourceUids: [resourceUid(tenant, Math.floor(random() * 2_000))] }),
  'absent resource': () => ({ resourceUids: ['absent'] }),
  'user and kind': ({ tenant, random }) => ({
    userUids: [userUid(tenant, Math.floor(random() * 50))],
    resourceKinds: [kindOf(Math.floor(random() * 20))],
  }),
  'kind and action': ({ random }) => ({
    resourceKinds: [kindOf(Math.floor(random() * 20))],
    actions: ['publish'],
  }),
  'kind and project': ({ random, projects }) => ({
    resourceKinds: [kindOf(Math.floor(random() * 20))],
    projectUids: [anyOf(projects, random)],
  }),
  'user and action': ({ tenant, random }) => ({
    userUids: [userUid(tenant, Math.floor(random() * 50))],
    actions: ['publish'],
  }),
  'absent user': () => ({ userUids: ['absent'] }),
  'user, kind, action and project': ({ tenant, random, projects }) => ({
    userUids: [userUid(tenant, Math.floor(random() * 50))],
    resourceKinds: [kindOf(Math.floor(random() * 20))],
    actions: ['publish'],
    projectUids: [anyOf(projects, random)],
  }),
  'user and resource': ({ tenant, random }) => ({
    userUids: [userUid(tenant, Math.floor(random() * 50))],
    resourceUids: [resourceUid(tenant, Math.floor(random() * 2_000))],
  }),
};
