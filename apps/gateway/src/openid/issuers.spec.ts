import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as wait } from 'node:timers/promises';
import type { IdentityClient } from '../principals/identity-client';
import { readIssuers } from './issuer-settings';
import { OpenIdIssuers } from './issuers';

describe('sign-ins that wait for their issuer', () => {
  let silent: Server;
  beforeAll(async () => {
    silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    silent.closeAllConnections();
    await new Promise((resolve) => silent.close(resolve));
  });

  it('are some from each address, so that nobody keeps all others from signing in', async () => {
    const { port } = silent.address() as AddressInfo;
    const settings = [{ name: 'acme', issuer: `http://127.0.0.1:${port}`, clientId: 'console', tenant: 'Acme' }];
    const issuers = new OpenIdIssuers(readIssuers(settings), {} as IdentityClient);
    const answer = { callbackUrl: new URL('http://x.example/?code=c'), state: 's', nonce: 'n', codeVerifier: 'v' };
    const from = async (ip: string) => {
      const tried = issuers.signIn('acme', answer, { ip }).then(
        () => 'signed in',
        (error: Error) => error.message,
      );
      return Promise.race([tried, wait(200, 'waits')]);
    };
    const flood = await Promise.all(Array.from({ length: 60 }, () => from('192.0.2.1')));
    expect(flood.filter((outcome) => outcome === 'waits')).toHaveLength(10);
    expect(flood.filter((outcome) => outcome === 'Too many people are signing in at once')).toHaveLength(50);
    expect(await from('192.0.2.2')).toBe('waits');
  });
});
