import { readFileSync } from 'node:fs';
import path from 'node:path';
import { ask } from '../clients/rest';
import { endpoints, systemFolder } from '../system/running-system';

/** A tenant that these specs have for themselves. */
export interface OwnTenant {
  uid: string;
  name: string;
  /** Tenant Admins: a request limit each. */
  admins: { uid: string; email: string; password: string; apiKey: string }[];
  projectUid: string;
  /** Uid of its first entry. */
  auditUid: string;
  operatorKey: string;
}

const password = 'a-password-of-these-specs';

function operatorKey(): string {
  const secrets = JSON.parse(readFileSync(path.join(systemFolder(), 'secrets'), 'utf8')) as { operatorApiKey: string };
  return secrets.operatorApiKey;
}

/** Sends what has to succeed. @throws Error with the answer where it does not */
async function made(method: string, target: string, apiKey: string | undefined, body: unknown, token?: string) {
  const answer = await ask(method, target, { ...(apiKey && { user: { apiKey } as never }), token, body });
  if (answer.status >= 300) throw new Error(`${method} ${target} was answered ${answer.status}: ${answer.text}`);
  return { ...(answer.body as Record<string, string>), auditUid: answer.headers.get('audituid') ?? '' } as Record<
    string,
    string
  >;
}

/** Makes a tenant as the operator would, with its administrators and a project. */
export async function ownTenant(name: string, admins: number): Promise<OwnTenant> {
  const key = operatorKey();
  const emailOf = (n: number) => `admin-${n}@${name}.example`;
  const tenant = await made('POST', '/v1/tenants', key, {
    metadata: { name },
    spec: { admin: { emailId: emailOf(0), password } },
  });
  const uid = tenant.uid!;
  const T = `/v1/tenants/${uid}`;
  const login = await made('POST', '/v1/auth/authenticate', undefined, { emailId: emailOf(0), password, org: uid });
  const token = login.Authorization!;
  const own: OwnTenant = { uid, name, admins: [], projectUid: '', auditUid: '', operatorKey: key };
  for (let n = 0; n < admins; n += 1) {
    const spec = { emailId: emailOf(n), password };
    const userUid = n === 0 ? tenant.adminUid! : (await made('POST', `${T}/users`, undefined, { spec }, token)).uid!;
    if (n > 0)
      await made('POST', `${T}/roleBindings`, undefined, { spec: { userUid, roleUid: 'tenant-admin' } }, token);
    const body = { metadata: { name: 'key' }, spec: { userUid } };
    const { apiKey } = await made('POST', `${T}/apiKeys`, undefined, body, token);
    own.admins.push({ uid: userUid, email: emailOf(n), password, apiKey: apiKey! });
  }
  const project = await made('POST', `${T}/projects`, undefined, { metadata: { name: 'First' } }, token);
  return { ...own, projectUid: project.uid!, auditUid: project.auditUid! };
}

/** The uid of a tenant that is not this one. */
export const foreignTenantUid = (): string => endpoints().tenants[0]!.uid;
