import { lookup } from 'node:dns';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { request, type Agent } from 'undici';
import { AddressPolicy } from './address-policy';
import { guardedAgent } from './guarded-agent';

/** A name server's answers, one look-up after the other; the last one stays. */
function names(...answers: string[][]): typeof lookup {
  let asked = 0;
  const resolve = (_: string, __: object, done: (error: null, addresses: object[]) => void) => {
    const addresses = answers[Math.min(asked, answers.length - 1)] ?? [];
    asked += 1;
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return resolve as unknown as typeof lookup;
}

describe('connections to wherever a tenant says', () => {
  const timeouts = { connectTimeoutMs: 1_000, requestTimeoutMs: 1_000 };
  const agents: Agent[] = [];
  let server: Server;
  let port: number;
  let reached = 0;

  beforeAll(async () => {
    server = createServer((incoming, response) => {
      reached += 1;
      if (incoming.url === '/away') response.writeHead(302, { location: `http://127.0.0.1:${port}/` }).end();
      else response.end('there');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    port = (server.address() as AddressInfo).port;
  });
  beforeEach(() => void (reached = 0));
  afterAll(async () => {
    await Promise.all(agents.map((agent) => agent.destroy()));
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });

  const get = (url: string, allowed: string[], resolve?: typeof lookup) => {
    const agent = guardedAgent({ policy: new AddressPolicy(allowed), ...timeouts, ...(resolve && { resolve }) });
    agents.push(agent);
    return request(url, { dispatcher: agent });
  };
  const refused = { code: 'AddressNotAllowed' };
  const refusedName = { code: 'NameNotReachable' };

  it('reach an address that is allowed, by name too', async () => {
    expect((await get(`http://127.0.0.1:${port}/`, ['127.0.0.1'])).statusCode).toBe(200);
    const named = await get(`http://collector.example:${port}/`, ['127.0.0.1'], names(['127.0.0.1']));
    expect(named.statusCode).toBe(200);
  });

  it.each(['127.0.0.1', '2130706433', '0x7f.1', '[::1]', '[::ffff:127.0.0.1]', 'localhost'])(
    'never reach this host, however it is written: %s',
    async (host) => {
      const expected = host === 'localhost' ? refusedName : refused;
      await expect(get(`http://${host}:${port}/`, [])).rejects.toMatchObject(expected);
      expect(reached).toBe(0);
    },
  );

  it('do not tell a name that leads to an internal address from one that nobody knows', async () => {
    const unknown = ((_: string, __: object, done: (error: Error) => void) =>
      done(Object.assign(new Error('getaddrinfo ENOTFOUND'), { code: 'ENOTFOUND' }))) as unknown as typeof lookup;
    const failureOf = (resolve: typeof lookup) =>
      get(`http://payments.internal:${port}/`, [], resolve).then(
        () => 'reached',
        ({ name, code, message }: NodeJS.ErrnoException) => ({ name, code, message }),
      );
    const [internal, nobody] = [await failureOf(names(['10.0.0.1'])), await failureOf(unknown)];
    expect(internal).toMatchObject(refusedName);
    expect(nobody).toEqual(internal);
  });

  it('never reach an internal address by a name that is the internet’s', async () => {
    const internal = names(['127.0.0.1']);
    await expect(get(`http://collector.example:${port}/`, [], internal)).rejects.toMatchObject(refusedName);
    expect(reached).toBe(0);
  });

  it('take of a name’s addresses those that are allowed alone', async () => {
    const both = names(['10.0.0.1', '127.0.0.1']);
    expect((await get(`http://collector.example:${port}/`, ['127.0.0.1'], both)).statusCode).toBe(200);
  });

  it('go to the very address that was judged: a name that changes in between gains nothing', async () => {
    const rebinding = names(['127.0.0.1'], ['169.254.169.254']);
    expect((await get(`http://rebinding.example:${port}/`, ['127.0.0.1'], rebinding)).statusCode).toBe(200);
    // The first look-up is judged, and connected to: nobody answers there. The second would lead to this host.
    const other = names(['127.0.0.2'], ['127.0.0.1']);
    const gone = get(`http://rebinding.example:${port}/`, ['127.0.0.2'], other);
    await expect(gone).rejects.not.toMatchObject(refusedName);
    expect(reached).toBe(1);
  });

  it('follow nobody elsewhere', async () => {
    expect((await get(`http://127.0.0.1:${port}/away`, ['127.0.0.1'])).statusCode).toBe(302);
    expect(reached).toBe(1);
  });
});
