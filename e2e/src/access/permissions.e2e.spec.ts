import { waitFor } from '@trailbook/testing';
import { ask } from '../clients/rest';
import { calls, nameOf, type Call } from './calls';
import { may, type Caller, type Place } from './callers';
import { printTable } from './print-table';
import { asking, everyCaller, furnish, sessionOf, userWithRoles, type Furnished } from './tenants';

const atOnce = 12;

let own: Furnished;
let foreign: Furnished;
let callers: Caller[];

beforeAll(async () => {
  const mark = Date.now().toString(36);
  [own, foreign] = await Promise.all([furnish(`own-${mark}`), furnish(`foreign-${mark}`)]);
  callers = await everyCaller(own, foreign);
  // What they did to each other is to be found in the log before anybody is asked for it.
  await Promise.all(
    [own.uids.audits, own.projectUids.audits].map((uid) =>
      waitFor('the entries', async () => (await asking(own.admin, 'GET', `/v1/audits/${uid}`)).status === 200),
    ),
  );
}, 120_000);

/** The status that the contract gives a caller for a call in a place. */
function expected(call: Call, caller: Caller, place: Place): number {
  if (caller.tenant === 'unknown') return 401;
  if (call.path.includes('{tenantUid}') && caller.tenant === 'foreign') return 404;
  const permitted = may(caller, call.needs === 'anyone' ? 'audit.get' : call.needs, place);
  if (permitted === undefined || (!permitted && call.needs !== 'anyone')) return 403;
  // Things of this tenant are nobody's for those of another, and of no other project.
  if (call.existing && (caller.tenant === 'foreign' || place === 'second')) return 404;
  return call.alsoNeeds && !may(caller, call.alsoNeeds, place) ? 403 : call.reached;
}

/** Where each caller makes each call: in the second project where that could be told from the first. */
function placesOf({ tenant, holds }: Caller): readonly Place[] {
  if (tenant !== 'own') return ['tenant'];
  return holds.first || holds.tenant?.includes('*') ? ['tenant', 'first', 'second'] : ['tenant', 'first'];
}

function addressOf(call: Call, place: Place): string {
  const kind = call.path.split('/{uid}', 1)[0]?.split('/').at(-1) ?? '';
  const existing = (place === 'tenant' ? undefined : own.projectUids[kind]) ?? own.uids[kind] ?? '';
  return call.path
    .replace('{tenantUid}', own.uid)
    .replace('{uid}', call.existing ? existing : '01900000-0000-7000-8000-000000000000');
}

async function statusOf(call: Call, caller: Caller, place: Place): Promise<number> {
  const { status } = await ask(call.method, addressOf(call, place), {
    headers: caller.credentials,
    body: call.body,
    projectUid: place === 'tenant' ? undefined : own.projects[place],
    accept: '*/*',
  });
  return status;
}

describe('every call, by every kind of caller', () => {
  it('is a row of the table, and every row is a call', async () => {
    const { body } = await ask('GET', '/openapi.json');
    const operations = Object.entries(body.paths as Record<string, object>).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path}`),
    );
    const withCredentials = operations.filter((name) => / \/v1\/(?!auth\/)/.test(name));
    expect(calls.map(nameOf).sort()).toEqual(withCredentials.sort());
  });

  it('is answered as the contract says', async () => {
    const table = new Map<string, Map<string, number>>();
    const wrong: string[] = [];
    for (const call of calls) {
      const asked = callers.flatMap((caller) => placesOf(caller).map((place) => ({ caller, place })));
      const column = ({ caller, place }: (typeof asked)[number]) => `${caller.name} (${place})`;
      const row = new Map(asked.map((one) => [column(one), 0]));
      table.set(nameOf(call), row);
      // A tenant may have few downloads at a time; all else is asked for at once.
      const together = call.path.endsWith('/export') ? 1 : atOnce;
      for (let from = 0; from < asked.length; from += together) {
        await Promise.all(
          asked.slice(from, from + together).map(async (one) => {
            const status = await statusOf(call, one.caller, one.place);
            row.set(column(one), status);
            const right = expected(call, one.caller, one.place);
            if (status !== right) wrong.push(`${nameOf(call)} by ${column(one)}: ${status}, not ${right}`);
          }),
        );
      }
    }
    printTable(table);
    expect(wrong).toEqual([]);
  }, 120_000);

  it('never tells what another tenant has: its uids are as unknown as any, whatever is done to them', async () => {
    for (const call of calls.filter(({ path }) => path.includes('{uid}'))) {
      const theirs = { ...call, existing: true as const };
      const address = addressOf(theirs, 'tenant').replace(own.uid, foreign.uid);
      const unknown = addressOf({ ...call, existing: undefined }, 'tenant').replace(own.uid, foreign.uid);
      const answers = [];
      for (const one of [address, unknown]) answers.push(await asking(foreign.admin, call.method, one, call.body));
      const [got, nobody] = answers.map(({ status, body }) => [status, (body as { message?: string })?.message]);
      expect([nameOf(call), got]).toEqual([nameOf(call), nobody]);
      expect([nameOf(call), got?.[0]]).toEqual([nameOf(call), 404]);
    }
    for (const [kind, uid] of Object.entries(own.uids).filter(([kind]) => !['audits', 'sessions'].includes(kind))) {
      const address = kind === 'clusterprofiles' ? `/v1/${kind}/${uid}` : `/v1/tenants/${own.uid}/${kind}/${uid}`;
      expect([kind, (await asking(own.admin, 'GET', address)).status]).toEqual([kind, 200]);
    }
  });

  it('is refused within 5 s to a key that was used a moment ago and is revoked now', async () => {
    const { apiKey, keyUid } = await userWithRoles(own, 'used', [{ roleUid: 'tenant-viewer' }]);
    const list = async () => (await asking(apiKey, 'GET', '/v1/audits')).status;
    expect(await list()).toBe(200);
    const address = `/v1/tenants/${own.uid}/apiKeys/${keyUid}`;
    const { body } = await asking(own.admin, 'GET', address);
    expect(body.status.lastUsedTimestamp).toEqual(expect.any(String));
    expect((await asking(own.admin, 'DELETE', address)).status).toBe(204);
    await waitFor('the end of the key', async () => (await list()) === 401, { timeoutMs: 5_000 });
  });
});

describe('a note', () => {
  it('is written by who did what the entry tells, or with audit.note, and its history can be read', async () => {
    const { emailId } = await userWithRoles(own, 'actor', [{ roleUid: 'project-editor', project: 'first' }]);
    const token = await sessionOf(own, emailId);
    const projectUid = own.projects.first;
    const made = await ask('POST', '/v1/clusterprofiles', {
      token,
      projectUid,
      body: { metadata: { name: 'noted' }, spec: {} },
    });
    const auditUid = made.headers.get('audituid') ?? '';
    expect(made.headers.get('auditnote')).toBe('asked-for');
    await waitFor('the entry', async () => (await asking(own.admin, 'GET', `/v1/audits/${auditUid}`)).status === 200);
    // From here on he may read alone; what he did stays his.
    const { body: bindings } = await asking(own.admin, 'GET', `/v1/tenants/${own.uid}/roleBindings?limit=50`);
    const { body: me } = await ask('GET', '/v1/me', { token });
    const held = (bindings.items as { metadata: { uid: string }; spec: { userUid: string } }[]).find(
      ({ spec }) => spec.userUid === me.metadata.uid,
    );
    const T = `/v1/tenants/${own.uid}/roleBindings`;
    const spec = { userUid: me.metadata.uid as string, roleUid: 'project-viewer', projectUid };
    expect((await asking(own.admin, 'POST', T, { spec })).status).toBe(201);
    expect((await asking(own.admin, 'DELETE', `${T}/${held?.metadata.uid}`)).status).toBe(204);
    const path = `/v1/audits/${auditUid}/userMsg`;
    await waitFor('his new role', async () => {
      const { body } = await ask('GET', '/v1/me', { token });
      return !(body.spec.projects[0].permissions as string[]).includes('audit.note');
    });

    const note = (userMsg: string, by: object) => ask('PATCH', path, { ...by, projectUid, body: { userMsg } });
    expect((await note('by the actor', { token })).status).toBe(204);
    const viewer = callers.find(({ name }) => name === 'Project Viewer');
    expect((await note('by another viewer', { headers: viewer?.credentials })).status).toBe(403);
    const editor = callers.find(({ name }) => name === 'Project Editor');
    expect((await note('by an editor', { headers: editor?.credentials })).status).toBe(204);
    const history = await waitFor('both notes', async () => {
      const { body } = await asking(own.admin, 'GET', `/v1/audits/${auditUid}/notes`);
      const items = body.items as { userMsg: string; actor: { user: { emailId: string } } }[];
      return items.length === 2 && items;
    });
    expect(history.map(({ userMsg, actor }) => [userMsg, actor.user.emailId])).toEqual([
      ['by an editor', 'project-editor@table.example'],
      ['by the actor', emailId],
    ]);
    const { body: entry } = await asking(own.admin, 'GET', `/v1/audits/${auditUid}`);
    expect(entry.spec.userMsg).toBe('by an editor');
  });

  it('is not asked for by what does not declare it', async () => {
    const made = await asking(own.admin, 'POST', `/v1/tenants/${own.uid}/projects`, { metadata: { name: 'Quiet' } });
    expect([made.status, made.headers.get('auditnote')]).toEqual([201, null]);
  });
});
