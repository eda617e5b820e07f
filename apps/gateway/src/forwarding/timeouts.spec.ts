import { admin, answerJson, FrontDoor } from '../front-door.fixture';

const never = () => undefined;

describe('a service that does not answer in time', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await new FrontDoor().start({ UPSTREAM_TIMEOUT_MS: '300' });
    door.principals.set('key-admin', admin);
    await door.fetch('/v1/me', 'key-admin');
  });
  afterAll(() => door.stop());

  const json = { 'content-type': 'application/json' };

  it.each<[string, string, RequestInit]>([
    ['a read', '/v1/audits', {}],
    ['a download', '/v1/audits/export', {}],
    ['a change', '/v1/clusterprofiles', { method: 'POST', headers: json, body: '{}' }],
  ])('is 504 in the error shape for %s, asked once', async (_what, path, init) => {
    let asked = 0;
    door.handler = () => void (asked += 1);
    const answer = await door.fetch(path, 'key-admin', init);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect([answer.status, await answer.json()]).toEqual([
      504,
      {
        code: 'GatewayTimeout',
        message: 'The service did not answer in time',
        ref: answer.headers.get('x-request-id'),
      },
    ]);
    expect(asked).toBe(1);
  });

  it('breaks the answer off where it stops in its middle', async () => {
    door.handler = (_request, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{"items":[');
    };
    const answer = await door.fetch('/v1/audits', 'key-admin');
    expect(answer.status).toBe(200);
    await expect(answer.text()).rejects.toThrow();
  });

  it('is 504 where it is identity that says nothing, of a credential or to a login', async () => {
    const { internal } = door;
    door.internal = never;
    const login = { method: 'POST', headers: json, body: '{"emailId":"a@b","password":"right"}' };
    const answers = [
      await door.fetch('/v1/audits', 'key-new'),
      await door.fetch('/v1/auth/authenticate', undefined, login),
    ];
    door.internal = internal;
    for (const answer of answers) {
      expect([answer.status, await answer.json()]).toMatchObject([504, { code: 'GatewayTimeout' }]);
    }
  });

  it('is forgotten once it answers again', async () => {
    door.handler = (_request, response) => answerJson(response, 200, { items: [] });
    expect((await door.fetch('/v1/audits', 'key-admin')).status).toBe(200);
  });
});
