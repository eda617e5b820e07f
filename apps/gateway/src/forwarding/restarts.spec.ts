import { setTimeout as wait } from 'node:timers/promises';
import { admin, FrontDoor } from '../front-door.fixture';

const json = { 'content-type': 'application/json' };
const change = { method: 'POST', headers: json, body: '{"name":"one"}' };

describe('a service that is started again', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await new FrontDoor().start({ UPSTREAM_RECONNECT_MS: '20000', LOG_LEVEL: 'info' });
    door.principals.set('key-admin', admin);
  });
  afterAll(() => door.stop());
  beforeEach(() => void (door.calls.length = 0));

  const ready = async () => (await door.fetch('/readyz')).status;

  it('gets what came meanwhile, changes too, and each once', async () => {
    expect((await door.fetch('/v1/clusterprofiles', 'key-admin', change)).status).toBe(200);
    door.calls.length = 0;
    await door.stopService('cluster-profiles');
    const answers = Promise.all([1, 2, 3].map(() => door.fetch('/v1/clusterprofiles', 'key-admin', change)));
    let answered = false;
    void answers.then(() => (answered = true));
    await wait(100);
    expect(answered).toBe(false);
    await door.startAgain('cluster-profiles');
    expect((await answers).map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(door.calls.map(({ body }) => body)).toEqual([change.body, change.body, change.body]);
  });

  it('keeps nobody from being let in, and the gateway in service, where it is identity', async () => {
    expect(await ready()).toBe(200);
    await door.stopService('identity');
    expect(await ready()).toBe(200);
    door.principals.set('key-new', admin);
    const answer = door.fetch('/v1/audits', 'key-new');
    const login = door.fetch('/v1/auth/authenticate', undefined, {
      ...change,
      body: '{"emailId":"a@b","password":"right"}',
    });
    await wait(100);
    await door.startAgain('identity');
    expect([(await answer).status, (await login).status]).toEqual([200, 200]);
  });

  it('is not waited for by a caller that has gone', async () => {
    await door.stopService('query');
    const client = new AbortController();
    const call = door.fetch('/v1/audits', 'key-admin', { signal: client.signal });
    await wait(50);
    client.abort();
    await expect(call).rejects.toThrow();
    await door.startAgain('query');
    expect((await door.fetch('/v1/audits', 'key-admin')).status).toBe(200);
    expect(door.calls.filter(({ service }) => service === 'query')).toHaveLength(1);
  });

  it('shows in the log as what broke a download off', async () => {
    door.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('a,b\r\n');
    };
    const download = await door.fetch('/v1/audits/export', 'key-admin');
    await door.stopService('query');
    await expect(download.text()).rejects.toThrow();
    while (!door.log.some((line) => line.includes('/v1/audits/export'))) await wait(5);
    const lines = door.log.map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ path }) => path === '/v1/audits/export')).toMatchObject({
      level: 'warn',
      msg: 'request broken off',
      reason: 'query broke its answer off',
      status: 200,
    });
  });
});

describe('a service that stays away', () => {
  it('is waited for once, and then fails its requests at once', async () => {
    const door = await new FrontDoor().start({ UPSTREAM_RECONNECT_MS: '300' });
    door.principals.set('key-admin', admin);
    await door.fetch('/v1/me', 'key-admin');
    await door.stopService('query');
    const began = performance.now();
    const status = async () => (await door.fetch('/v1/audits', 'key-admin')).status;
    expect(await status()).toBe(503);
    expect(performance.now() - began).toBeGreaterThanOrEqual(300);
    // Were each waited for as the first was, these would take longer than a test may.
    for (let further = 0; further < 30; further += 1) expect(await status()).toBe(503);
    expect((await door.fetch('/readyz')).status).toBe(200);
    await door.stop();
  });
});
