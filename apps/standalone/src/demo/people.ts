import { LocalFault } from '@trailbook/local';
import { newPassword } from '../folder/secrets';
import type { TenantScript, UserScript } from './cast';
import type { DemoMemory } from './demo-state';
import type { Resident, ResidentUser } from './residents';
import { RefusedCall, type Credentials, type RestClient } from './rest-client';

interface Named {
  metadata: { uid: string; name: string };
}
interface List<T> {
  items: T[];
}
type User = Named & { spec: { emailId: string } };
type Binding = { spec: { userUid: string; roleUid: string; projectUid?: string } };

/** Makes what a tenant of the demo lacks, by the calls that an operator and an administrator would make. */
export class People {
  constructor(
    private readonly rest: RestClient,
    private readonly memory: DemoMemory,
    private readonly operator: Credentials,
  ) {}

  async settle(script: TenantScript): Promise<{ tenant: Resident; users: ResidentUser[]; admin: Credentials }> {
    for (const { email } of script.users) this.memory.state.passwords[email] ??= newPassword();
    await this.memory.keep();
    const [first, ...others] = script.users as [UserScript, ...UserScript[]];
    const uid = await this.tenant(script, first);
    const known = this.memory.state.apiKeys[first.email];
    const admin = known ? { apiKey: known } : await this.logIn(first, uid, script.name);
    const tenant: Resident = { uid, name: script.name, projects: [] };
    for (const name of script.projects) tenant.projects.push(await this.project(uid, name, admin));
    const users: ResidentUser[] = [];
    for (const user of [first, ...others]) users.push(await this.user(tenant, user, admin));
    // The gateway knows a session's projects for a few seconds, and would refuse those made since.
    return { tenant, users, admin: { apiKey: (users[0] as ResidentUser).apiKey } };
  }

  private async logIn(user: UserScript, tenantUid: string, tenantName: string): Promise<Credentials> {
    try {
      return await this.rest.logIn(user.email, this.passwordOf(user), tenantUid);
    } catch (error) {
      if (!(error instanceof RefusedCall) || error.status !== 401) throw error;
      throw new LocalFault(
        `The database has a tenant ${tenantName} that was not made from this folder: set TRAILBOOK_DATA to the folder that it was made from, DATABASE_URL to another database, or TRAILBOOK_DEMO to 0.`,
      );
    }
  }

  private passwordOf({ email }: UserScript): string {
    return this.memory.state.passwords[email] as string;
  }

  private async tenant({ name, users }: TenantScript, admin: UserScript): Promise<string> {
    const as = this.operator;
    const { body: known } = await this.rest.call<List<Named>>('GET', '/v1/tenants', { as });
    const found = known.items.find(({ metadata }) => metadata.name === name);
    if (found) return found.metadata.uid;
    // Keys of an installation whose database is gone open nothing in this one.
    for (const { email } of users) delete this.memory.state.apiKeys[email];
    await this.memory.keep();
    const person = { emailId: admin.email, firstName: admin.firstName, lastName: admin.lastName };
    const body = { metadata: { name }, spec: { admin: { ...person, password: this.passwordOf(admin) } } };
    return (await this.rest.call<{ uid: string }>('POST', '/v1/tenants', { as, body })).body.uid;
  }

  private async project(tenantUid: string, name: string, as: Credentials): Promise<{ uid: string; name: string }> {
    const path = `/v1/tenants/${tenantUid}/projects`;
    const { body: known } = await this.rest.call<List<Named>>('GET', path, { as });
    const found = known.items.find(({ metadata }) => metadata.name === name);
    if (found) return { uid: found.metadata.uid, name };
    const { body } = await this.rest.call<{ uid: string }>('POST', path, { as, body: { metadata: { name } } });
    return { uid: body.uid, name };
  }

  private async user(tenant: Resident, script: UserScript, as: Credentials): Promise<ResidentUser> {
    const path = `/v1/tenants/${tenant.uid}/users`;
    const { body: known } = await this.rest.call<List<User>>('GET', path, { as });
    let uid = known.items.find(({ spec }) => spec.emailId === script.email)?.metadata.uid;
    if (!uid) {
      const { email: emailId, firstName, lastName } = script;
      const spec = { emailId, firstName, lastName, password: this.passwordOf(script) };
      uid = (await this.rest.call<{ uid: string }>('POST', path, { as, body: { spec } })).body.uid;
    }
    const projectUid = script.role === 'Project Viewer' ? tenant.projects[0]?.uid : undefined;
    if (projectUid) await this.bind(tenant.uid, uid, script.role, projectUid, as);
    return {
      email: script.email,
      password: this.passwordOf(script),
      apiKey: await this.apiKey(tenant.uid, uid, script.email, as),
      tenantUid: tenant.uid,
      ...(projectUid && { projectUid }),
      role: script.role,
    };
  }

  private async bind(
    tenantUid: string,
    userUid: string,
    role: string,
    projectUid: string,
    as: Credentials,
  ): Promise<void> {
    const path = `/v1/tenants/${tenantUid}`;
    const { body: roles } = await this.rest.call<List<Named>>('GET', `${path}/roles`, { as });
    const roleUid = roles.items.find(({ metadata }) => metadata.name === role)?.metadata.uid;
    const { body: bindings } = await this.rest.call<List<Binding>>('GET', `${path}/roleBindings`, { as });
    const bound = bindings.items.some(
      ({ spec }) => spec.userUid === userUid && spec.roleUid === roleUid && spec.projectUid === projectUid,
    );
    if (bound) return;
    await this.rest.call('POST', `${path}/roleBindings`, { as, body: { spec: { userUid, roleUid, projectUid } } });
  }

  /** The key that is remembered; else a new one, because no answer shows one a second time. */
  private async apiKey(tenantUid: string, userUid: string, email: string, as: Credentials): Promise<string> {
    const { apiKeys } = this.memory.state;
    const known = apiKeys[email];
    if (known) return known;
    const body = { metadata: { name: 'demo' }, spec: { userUid } };
    const path = `/v1/tenants/${tenantUid}/apiKeys`;
    const { body: made } = await this.rest.call<{ apiKey: string }>('POST', path, { as, body });
    apiKeys[email] = made.apiKey;
    await this.memory.keep();
    return made.apiKey;
  }
}
