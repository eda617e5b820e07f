import type { DemoMemory } from './demo-state';
import type { Residents } from './residents';
import type { RestClient } from './rest-client';

interface Me {
  metadata: { uid: string };
  spec: { tenant: { uid: string; name: string }; projects: { uid: string; name: string }[] };
}

/** Without the demo: the administrator whom identity made at its first start, with a key of his own. */
export async function firstAdministrator(
  rest: RestClient,
  { email, password }: { email: string; password: string },
  memory: DemoMemory,
): Promise<Residents> {
  const as = await rest.logIn(email, password);
  const { body: me } = await rest.call<Me>('GET', '/v1/me', { as });
  const { tenant, projects } = me.spec;
  const { apiKeys } = memory.state;
  let apiKey = apiKeys[email];
  if (!apiKey) {
    const body = { metadata: { name: 'first-administrator' }, spec: { userUid: me.metadata.uid } };
    const made = await rest.call<{ apiKey: string }>('POST', `/v1/tenants/${tenant.uid}/apiKeys`, { as, body });
    apiKey = apiKeys[email] = made.body.apiKey;
    await memory.keep();
  }
  return {
    tenants: [{ ...tenant, projects: projects.map(({ uid, name }) => ({ uid, name })) }],
    users: [{ email, password, apiKey, tenantUid: tenant.uid, role: 'Tenant Admin' }],
  };
}
