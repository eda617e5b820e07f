import { connect } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import { admin, answerJson, FrontDoor, nobody, projectViewer } from './front-door.fixture';

const json = { 'content-type': 'application/json' };

/** Sends raw bytes and gives what comes back until the connection closes. */
async function raw(url: string, bytes: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname);
  socket.write(bytes);
  let answer = '';
  for await (const chunk of socket) answer += String(chunk);
  return answer;
}

describe('the front door', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await new FrontDoor().start({ RATE_LIMIT_PER_SECOND: '0' });
    door.principals.set('key-admin', admin).set('key-viewer', projectViewer).set('key-nobody', nobody);
    door.principals.set('YQ.Yg.Yw', admin);
  });
  afterAll(() => door.stop());
  beforeEach(() => {
    door.calls.length = 0;
    door.handler = (_request, response, call) => answerJson(response, 200, { service: call.service });
  });

  it.each([
    ['no credentials', {}],
    ['an unknown key', { ApiKey: 'key-unknown' }],
    ['a key with impossible characters', { ApiKey: 'ké' }],
    ['an unknown token', { Authorization: 'xx.yy.zz' }],
    ['a token of two parts', { Authorization: 'aa.bb' }],
    ['Basic credentials', { Authorization: 'Basic YTpi' }],
    ['an endless key', { ApiKey: 'k'.repeat(6_000) }],
  ])('answers 401 to %s, whatever the call', async (_name, headers) => {
    const calls: [string, RequestInit][] = [
      ['/v1/audits', {}],
      ['/v1/nothing', {}],
      ['/v1/audits/%zz', {}],
      ['/v1', {}],
      ['/v1/audits', { method: 'PATCH' }],
      ['/v1/clusterprofiles', { method: 'POST', body: '{broken', headers: json }],
      ['/v1/clusterprofiles', { method: 'POST', body: 'x'.repeat(2_000_000), headers: json }],
    ];
    for (const [path, init] of calls) {
      const response = await door.fetch(path, undefined, { ...init, headers: { ...init.headers, ...headers } });
      expect([path, response.status]).toEqual([path, 401]);
      expect(await response.json()).toMatchObject({ code: 'Unauthorized', message: expect.any(String) });
    }
    expect(door.calls).toEqual([]);
  });

  it.each([
    { ApiKey: 'key-admin' },
    { apikey: 'key-admin' },
    { Authorization: 'YQ.Yg.Yw' },
    { Authorization: 'Bearer YQ.Yg.Yw' },
  ])('accepts %j', async (headers) => {
    const response = await door.fetch('/v1/audits?limit=1&resourceKind=%C3%A4', undefined, {
      headers: headers as never,
    });
    expect(response.status).toBe(200);
    expect(door.calls[0]).toMatchObject({
      service: 'query',
      url: '/v1/audits?limit=1&resourceKind=%C3%A4',
      caller: { tenantUid: 't1', scope: 'tenant', userUid: 'u-admin', org: 'Tenant One' },
    });
  });

  it.each([
    ['key-admin', '/v1/nothing', {}, 404],
    ['key-admin', '/v1/audits', { ProjectUid: 'p9' }, 403],
    ['key-admin', '/v1/audits', { ProjectUid: 'p1' }, 200],
    ['key-viewer', '/v1/audits', {}, 403],
    ['key-viewer', '/v1/audits', { ProjectUid: 'p1' }, 200],
    ['key-viewer', '/v1/audits/export', { ProjectUid: 'p1' }, 403],
    ['key-viewer', '/v1/audits', { ProjectUid: 'p2' }, 403],
    ['key-viewer', '/v1/users', {}, 403],
    ['key-nobody', '/v1/audits', {}, 403],
    ['key-nobody', '/v1/audits', { ProjectUid: 'p1' }, 403],
    ['key-nobody', '/v1/me', {}, 200],
    ['key-admin', '/v1/tenants/t1/auditTrails', {}, 200],
    ['key-admin', '/v1/tenants/t2/auditTrails', {}, 404],
    ['key-nobody', '/v1/tenants/t2/auditTrails', {}, 404],
    ['key-nobody', '/v1/tenants/t1/auditTrails', {}, 403],
    ['key-admin', '/v1/tenants', {}, 403],
    ['key-admin', '/internal/principal', {}, 404],
    ['key-admin', '/v1/audits/%zz', {}, 200],
    ['key-admin', '/v1/audits/%FF', {}, 200],
    ['key-admin', '/v1/../internal/principal', {}, 404],
    ['key-admin', `/v1/audits/${'a'.repeat(600)}`, {}, 200],
    ['key-admin', '/v1/audits/a%00b', {}, 404],
    ['key-admin', '/v1/tenants/t1/users/%0A', {}, 404],
    ['key-viewer', '/v1/audits/%00', {}, 403],
  ])('%s on %s with %j: %i', async (key, path, headers, status) => {
    const response = await door.fetch(path, key, { headers: headers as never });
    expect(response.status).toBe(status);
    if (status >= 400) {
      expect(await response.json()).toMatchObject({ code: status === 404 ? 'ResourceNotFound' : 'OperationForbidden' });
      expect(door.calls).toEqual([]);
    }
  });

  it('passes on no header by which a caller could pose as somebody', async () => {
    await door.fetch('/v1/audits', 'key-viewer', {
      headers: {
        ProjectUid: 'p1',
        'x-trailbook-identity': 'forged',
        'x-trailbook-tenant': 't2',
        'x-request-id': 'bad id!',
        'x-forwarded-for': '8.8.8.8',
        cookie: 'a=b',
        traceparent: '00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01',
        accept: 'text/csv',
      },
    });
    const { headers, caller } = door.calls[0]!;
    expect(caller).toMatchObject({ scope: 'project', projectUid: 'p1', projectName: 'Project One', ip: '127.0.0.1' });
    expect(headers['x-request-id']).toMatch(/^[0-9a-f-]{36}$/);
    expect(headers.traceparent).toMatch(/^00-[0-9a-f]{32}-(?!b7ad6b7169203331)/);
    expect(headers.accept).toBe('text/csv');
    for (const name of ['apikey', 'authorization', 'projectuid', 'cookie', 'x-forwarded-for', 'x-trailbook-tenant']) {
      expect(headers).not.toHaveProperty(name);
    }
  });

  it('takes an absolute target and a fragment for what they are', async () => {
    const answer = await raw(
      door.url,
      'GET http://elsewhere/v1/audits#x HTTP/1.1\r\nHost: elsewhere\r\nApiKey: key-admin\r\nConnection: close\r\n\r\n',
    );
    expect(answer).toMatch(/^HTTP\/1.1 404/);
    await raw(
      door.url,
      'GET http://elsewhere/v1/audits?a=1 HTTP/1.1\r\nHost: elsewhere\r\nApiKey: key-admin\r\nConnection: close\r\n\r\n',
    );
    expect(door.calls.map(({ url }) => url)).toEqual(['/v1/audits?a=1']);
  });

  it('answers broken HTTP in the error shape', async () => {
    const garbage = await raw(door.url, 'GARBAGE\r\n\r\n');
    expect(garbage).toContain('HTTP/1.1 400');
    expect(garbage).toContain('{"code":"InvalidRequest"');
    const huge = await raw(door.url, `GET / HTTP/1.1\r\nHost: x\r\nCookie: ${'a'.repeat(20_000)}\r\n\r\n`);
    expect(huge).toContain('HTTP/1.1 431');
    expect(huge).toContain('{"code":"RequestTooLarge"');
    const expecting = 'GET / HTTP/1.1\r\nHost: x\r\nExpect: gold\r\nConnection: close\r\n\r\n';
    expect(await raw(door.url, expecting)).toContain('{"code":"ExpectationFailed"');
  });

  it('passes bodies and answers on as they are', async () => {
    door.handler = (_request, response) => {
      response.writeHead(201, { 'content-type': 'application/json', AuditUid: 'audit-1', 'set-cookie': 'a=b' });
      response.end('{"uid":"1"}');
    };
    const body = '{ "metadata" : {"name":"ä"}}';
    const init = { method: 'POST', body, headers: json };
    const response = await door.fetch('/v1/clusterprofiles', 'key-admin', init);
    expect([response.status, await response.text()]).toEqual([201, '{"uid":"1"}']);
    expect(response.headers.get('audituid')).toBe('audit-1');
    expect(response.headers.get('set-cookie')).toBeNull();
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(door.calls[0]?.body).toBe(body);
    expect(door.calls[0]?.headers['content-type']).toBe('application/json');
  });

  it('passes on a DELETE with a content type and no body, and a 204', async () => {
    door.handler = (_request, response) => void response.writeHead(204).end();
    const response = await door.fetch('/v1/clusterprofiles/c1', 'key-admin', { method: 'DELETE', headers: json });
    expect([response.status, await response.text()]).toEqual([204, '']);
  });

  it('refuses a body over 1 MiB', async () => {
    const init = { method: 'POST', body: 'x'.repeat(1_048_577), headers: json };
    const response = await door.fetch('/v1/clusterprofiles', 'key-admin', init);
    expect([response.status, await response.json()]).toMatchObject([413, { code: 'RequestTooLarge' }]);
  });

  it('hears out whoever sends more than that, so that he gets the answer', async () => {
    const body = 'x'.repeat(4 * 1_048_576);
    const head = (first: string, more: string) =>
      `${first} HTTP/1.1\r\nhost: x\r\napikey: key-admin\r\n${more}\r\n\r\n`;
    const answers = await raw(
      door.url,
      head('POST /v1/clusterprofiles', `content-type: application/json\r\ncontent-length: ${body.length}`) +
        body +
        head('GET /v1/audits', 'connection: close'),
    );
    expect(answers.match(/HTTP\/1\.1 \d+/g)).toEqual(['HTTP/1.1 413', 'HTTP/1.1 200']);
  });

  it('logs in with a capital A', async () => {
    const init = { method: 'POST', headers: json, body: '{"emailId":"a@b","password":"right"}' };
    const response = await door.fetch('/v1/auth/authenticate?setCookie=false', undefined, init);
    expect([response.status, await response.json()]).toEqual([200, { Authorization: 'YQ.YQ.YQ', isMfa: false }]);
  });

  it.each([
    ['{"emailId":"a@b","password":"wrong"}', 401],
    ['{"emailId":"","password":"x"}', 400],
    ['{"emailId":"a@b"}', 400],
    ['{"emailId":1,"password":"x"}', 400],
    ['{broken', 400],
    ['[]', 400],
    ['', 400],
  ])('answers a login with %s: %i', async (body, status) => {
    const response = await door.fetch('/v1/auth/authenticate', undefined, { method: 'POST', headers: json, body });
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ code: expect.any(String), message: expect.any(String) });
  });

  it.each([
    [400, 401],
    [500, 503],
    [403, 503],
  ])('takes a look-up that is answered %i for a %i', async (status, expected) => {
    const { internal } = door;
    door.internal = (_request, response) => answerJson(response, status, { code: 'X', message: 'internals' });
    const response = await door.fetch('/v1/audits', `key-${status}`);
    expect(response.status).toBe(expected);
    expect(await response.text()).not.toContain('internals');
    door.internal = internal;
  });

  it('looks a credential up once for a thousand parallel calls', async () => {
    door.principals.set('key-busy', { ...admin, userUid: 'u-busy' });
    door.handler = (_request, response, call) => setTimeout(() => answerJson(response, 200, { url: call.url }), 5);
    const begun = performance.now();
    const numbers = Array.from({ length: 1_000 }, (_, index) => index);
    const answers = await Promise.all(
      numbers.map(async (n) => (await (await door.fetch(`/v1/audits?n=${n}`, 'key-busy')).json()) as { url: string }),
    );
    expect(answers.map(({ url }) => url)).toEqual(numbers.map((n) => `/v1/audits?n=${n}`));
    // Once for each lifetime of the answer, which a slow machine may see more than one of.
    const lifetimes = Math.ceil((performance.now() - begun) / 4_000);
    expect(door.lookUps.get('key-busy')).toBeLessThanOrEqual(lifetimes + 1);
  }, 60_000);

  it('refuses nobody by an answer that is seconds old', async () => {
    const inProject = (uid: string) => door.fetch('/v1/audits', 'key-renewed', { headers: { ProjectUid: uid } });
    door.principals.set('key-renewed', projectViewer);
    expect((await inProject('p1')).status).toBe(200);
    expect((await inProject('p-made-now')).status).toBe(403);
    const [project] = projectViewer.projects;
    door.principals.set('key-renewed', { ...projectViewer, projects: [{ ...project!, uid: 'p-made-now' }] });
    expect((await inProject('p-made-now')).status).toBe(200);
    door.principals.delete('key-renewed');
    expect((await inProject('p-never')).status).toBe(401);
  });

  it('destroys the connection when a service breaks off in the middle of an answer', async () => {
    door.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'text/csv' });
      response.write('a,b\r\n'.repeat(20_000));
      setTimeout(() => response.destroy(), 50);
    };
    const response = await door.fetch('/v1/audits/export', 'key-admin');
    expect(response.status).toBe(200);
    await expect(response.text()).rejects.toThrow();
  });

  it.each([
    ['before the answer', false],
    ['in the middle of it', true],
  ])('breaks the call of the service off when the client goes %s', async (_name, begun) => {
    const gone = new Promise<void>((resolve) => {
      door.handler = (_request, response) => {
        response.on('close', resolve);
        if (begun) response.writeHead(200, { 'content-type': 'text/csv' }).write('first');
      };
    });
    const client = new AbortController();
    const call = door.fetch('/v1/audits/export', 'key-admin', { signal: client.signal });
    if (begun) await call;
    else await wait(100);
    client.abort();
    await call.catch(() => undefined);
    await gone;
  });

  it('sends a read once more when a kept connection turns out to be closed, and nothing else', async () => {
    const seen: string[] = [];
    door.handler = (request, response) => {
      seen.push(request.method!);
      if (seen.length === 1) request.socket.destroy();
      else answerJson(response, 200, {});
    };
    expect((await door.fetch('/v1/audits', 'key-admin')).status).toBe(200);
    seen.length = 0;
    const post = await door.fetch('/v1/clusterprofiles', 'key-admin', { method: 'POST', body: '{}', headers: json });
    expect([post.status, seen]).toEqual([503, ['POST']]);
  });

  it('answers 503 when a service is away, with credentials that need no look-up and with others', async () => {
    await door.stopService('query');
    for (const path of ['/v1/audits', '/v1/audits/export']) {
      const response = await door.fetch(path, 'key-admin');
      expect([response.status, await response.json()]).toMatchObject([503, { code: 'ServiceUnavailable' }]);
    }
    await door.stopService('identity');
    const unknown = await door.fetch('/v1/clusterprofiles', 'key-new');
    expect([unknown.status, await unknown.json()]).toMatchObject([503, { code: 'ServiceUnavailable' }]);
    const ready = await door.fetch('/readyz');
    expect([ready.status, await ready.json()]).toMatchObject([503, { details: { checks: { identity: 'down' } } }]);
    expect((await door.fetch('/healthz')).status).toBe(200);
  });
});
