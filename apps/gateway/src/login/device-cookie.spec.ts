import type { FastifyReply, FastifyRequest } from 'fastify';
import { FrontDoor } from '../front-door.fixture';
import { keepDevice } from './device-cookie';

describe('a device', () => {
  let door: FrontDoor;
  beforeAll(async () => {
    door = await new FrontDoor().start();
  });
  afterAll(() => door.stop());
  beforeEach(() => void (door.internalCalls.length = 0));

  const logIn = (query: string, cookie = '') =>
    door.fetch(`/v1/auth/authenticate${query}`, undefined, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(cookie && { cookie }) },
      body: '{"emailId":"a@b","password":"right"}',
    });
  const asked = () => JSON.parse(door.internalCalls[0]?.body ?? '') as { device?: string; remember?: boolean };

  it('is remembered where a browser asks for it, by a cookie that no script reads and no other call gets', async () => {
    const answer = await logIn('?setCookie=true', 'theme=dark; trailbook-device=d-1');
    expect(answer.status).toBe(200);
    expect(asked()).toMatchObject({ device: 'd-1', remember: true });
    expect(answer.headers.getSetCookie()).toEqual([
      'trailbook-device=d-1; Max-Age=15552000; Path=/v1/auth; HttpOnly; SameSite=Strict',
    ]);
  });

  it.each(['', '?setCookie=false', '?setCookie=1'])('is not remembered with %j', async (query) => {
    const answer = await logIn(query);
    expect(asked().remember).toBe(false);
    expect(answer.headers.getSetCookie()).toEqual([]);
  });

  it.each(['trailbook-device=' + 'x'.repeat(2_000), 'trailbook-device', '%%%=;;'])(
    'is unknown where the cookie is none of ours',
    async (cookie) => {
      expect((await logIn('', cookie)).status).toBe(200);
      expect(asked().device).toBeUndefined();
    },
  );

  it('is remembered over TLS for TLS alone', () => {
    const header = jest.fn();
    keepDevice('d', { protocol: 'https' } as FastifyRequest, { header } as unknown as FastifyReply);
    expect(header).toHaveBeenCalledWith('set-cookie', expect.stringContaining('; Secure;'));
  });
});
