import { admin, FrontDoor, nobody } from '../front-door.fixture';

describe('a caller who makes too many requests', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await new FrontDoor().start({ RATE_LIMIT_PER_SECOND: '1', RATE_LIMIT_BURST: '5' });
    door.principals.set('key-a', admin).set('key-other-of-a', admin).set('key-b', nobody);
  });
  afterAll(() => door.stop());

  it('is told to wait, whichever key is used; others are not', async () => {
    const statuses: number[] = [];
    for (let n = 0; n < 7; n += 1)
      statuses.push((await door.fetch('/v1/audits', n % 2 ? 'key-a' : 'key-other-of-a')).status);
    expect(statuses).toEqual([200, 200, 200, 200, 200, 429, 429]);
    const refused = await door.fetch('/v1/nothing', 'key-a');
    expect([refused.status, await refused.json()]).toMatchObject([429, { code: 'TooManyRequests' }]);
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.headers.get('ratelimit-limit')).toBe('5');
    expect(refused.headers.get('ratelimit-remaining')).toBe('0');
    expect(refused.headers.get('ratelimit-reset')).toBe('5');
    expect((await door.fetch('/v1/me', 'key-b')).status).toBe(200);
    expect((await door.fetch('/v1/audits', 'key-unknown')).status).toBe(401);
  });

  it('is counted by address before logging in', async () => {
    const login = (body: string) =>
      door.fetch('/v1/auth/authenticate', undefined, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
    const bodies = ['{broken', ...Array<string>(5).fill('{"emailId":"a@b","password":"wrong"}')];
    const statuses: number[] = [];
    for (const body of bodies) statuses.push((await login(body)).status);
    expect(statuses).toEqual([400, 401, 401, 401, 401, 429]);
  });
});
