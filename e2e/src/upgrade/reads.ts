import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Furnished } from '../access/tenants';

/** What a fixture says about the installation that it holds. */
export interface Facts {
  tenant: Furnished;
  /** When the scenario had ended: what the reads ask for lies before. */
  until: string;
  /** An entry whose event had not left the outbox. */
  waiting: string;
  /** What the version that wrote the fixture answered, by what was asked. */
  answers: Record<string, unknown>;
}

export interface Read {
  /** As in the OpenAPI document. */
  path: string;
  url: string;
  asOperator?: boolean;
  /** Whether the answer tells of the running installation, so that only its status is compared. */
  ofTheMoment?: boolean;
  /** Whether it finds what another read shows whole, so that uids are enough to compare. */
  found?: boolean;
}

interface Found {
  items: { metadata: { uid: string } }[];
}

const root = path.resolve(__dirname, '..', '..', '..');
const documented = (): string[] => {
  const { paths } = JSON.parse(readFileSync(path.join(root, 'docs/reference/openapi.json'), 'utf8')) as {
    paths: Record<string, object>;
  };
  return Object.keys(paths).filter((one) => 'get' in paths[one]!);
};

/** They change with the version, what is configured or what is being done. */
const ofTheMoment =
  /^\/(openapi\.json|healthz|readyz)$|^\/v1\/(me|tenants)$|\/(issuers|defaults|status|reconcile|roles|sessions|apiKeys|apiKeys\/\{uid\})$/;

/** Returns of an answer what every later version must say too: no tokens of a walk, and not how a trail stands. */
export function comparable(answer: unknown, { found = false }: Read): unknown {
  if (typeof answer !== 'object' || answer === null) return answer;
  if (found) return { items: (answer as Found).items.map(({ metadata: { uid } }) => ({ metadata: { uid } })) };
  const text = JSON.stringify(answer, (name, value: unknown) =>
    ['continue', 'next', 'status'].includes(name) ? undefined : value,
  );
  return JSON.parse(text);
}

/** Returns every GET of the REST interface, and the filters of the log, with the uids of a fixture. */
export function readsOf({ tenant, until }: Omit<Facts, 'answers' | 'waiting'>): Read[] {
  const year = new Date(Date.parse(until) - 364 * 86_400_000).toISOString();
  const range = `startTime=${year}&endTime=${until}`;
  const urlOf = (template: string): string => {
    const parts = template.split('/');
    const filled = parts.map((part, index) => {
      if (part === '{tenantUid}') return tenant.uid;
      return part === '{uid}' ? (tenant.uids[parts[index - 1]!] ?? part) : part;
    });
    const ranged = template.startsWith('/v1/audits') && !template.includes('{uid}');
    return filled.join('/') + (ranged || template.endsWith('/reconcile') ? `?${range}` : '');
  };
  const all = documented().map((template) => ({
    path: template,
    url: urlOf(template),
    asOperator: template === '/v1/tenants',
    ofTheMoment: ofTheMoment.test(template),
  }));
  const filters = [
    'resourceKind=cluster',
    'resourceUid=cluster-1',
    'actionType=delete',
    'actorType=system',
    'search=grüße',
    'search=replicas',
    `projectUid=${tenant.projects.first}`,
    'limit=3&order=asc',
    'limit=1&count=false',
  ];
  const listed = filters.map((filter) => ({ path: '/v1/audits', url: `/v1/audits?${range}&${filter}`, found: true }));
  return [...all, ...listed];
}
