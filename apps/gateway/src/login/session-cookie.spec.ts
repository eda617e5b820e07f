import type { FastifyReply, FastifyRequest } from 'fastify';
import { admin, answerJson, FrontDoor } from '../front-door.fixture';
import { keepSession } from './session-cookie';

const json = { 'content-type': 'application/json' };
const own = { cookie: 'trailbook-session=YQ.YQ.YQ', 'trailbook-console': '1' };

describe('the session of a browser', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await new FrontDoor().start();
    door.principals.set('YQ.YQ.YQ', admin);
  });
  afterAll(() => door.stop());
  beforeEach(() => void (door.calls.length = 0));

  const call = (path: string, headers: Record<string, string>, method = 'GET') =>
    door.fetch(path, undefined, { method, headers: { ...json, ...headers }, ...(method === 'PUT' && { body: '{}' }) });

  it('is kept where no script reads it: not in the answer either', async () => {
    const init = { method: 'POST', headers: json, body: '{"emailId":"a@b","password":"right"}' };
    const answer = await door.fetch('/v1/auth/authenticate?setCookie=only', undefined, init);
    expect(answer.headers.getSetCookie()).toEqual([
      'trailbook-session=YQ.YQ.YQ; Max-Age=43200; Path=/; HttpOnly; SameSite=Strict',
    ]);
    expect(await answer.json()).toEqual({ Authorization: '', isMfa: false });
  });

  it('is of this host alone over TLS', () => {
    const header = jest.fn();
    keepSession('t', { protocol: 'https' } as FastifyRequest, { header } as unknown as FastifyReply);
    expect(header).toHaveBeenCalledWith(
      'set-cookie',
      '__Host-trailbook-session=t; Max-Age=43200; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
  });

  it('lets the console in, and no other site that makes the browser send it', async () => {
    expect((await call('/v1/audits', own)).status).toBe(200);
    expect(door.calls[0]?.caller).toMatchObject({ userUid: admin.userUid });
    // The services never get it.
    expect(door.calls[0]?.headers.cookie).toBeUndefined();
    const others = [{ cookie: own.cookie }, { ...own, 'sec-fetch-site': 'cross-site' }];
    for (const headers of others) expect((await call('/v1/clusterprofiles/x', headers, 'DELETE')).status).toBe(401);
    expect(door.calls).toHaveLength(1);
  });

  it('goes on with the new token when the password changes, and is forgotten with a logout', async () => {
    door.handler = (_request, response, { url }) => {
      if (url === '/v1/me/password') answerJson(response, 200, { Authorization: 'YQ.YQ.Yg', isMfa: false });
      else response.writeHead(204).end();
    };
    const changed = await call('/v1/me/password', own, 'PUT');
    expect(changed.headers.getSetCookie()[0]).toContain('trailbook-session=YQ.YQ.Yg; Max-Age=43200');
    expect(await changed.json()).toEqual({ Authorization: '', isMfa: false });
    const byHeader = await call('/v1/me/password', { authorization: 'YQ.YQ.YQ' }, 'PUT');
    expect(byHeader.headers.getSetCookie()).toEqual([]);
    expect(await byHeader.json()).toMatchObject({ Authorization: 'YQ.YQ.Yg' });
    const out = await call('/v1/me/logout', own, 'POST');
    expect(out.headers.getSetCookie()).toEqual(['trailbook-session=; Max-Age=0; Path=/; HttpOnly; SameSite=Strict']);
  });
});
