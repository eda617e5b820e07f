import type { Caller } from '@trailbook/access';
import { asAdministrator } from '@trailbook/testing';
import { IdentityFixture, type Answer } from '../identity.fixture';
import { limits } from './attempt-limit';

jest.setTimeout(60_000);

const PASSWORD = 'correct horse battery';
const identity = new IdentityFixture();
let admin: Caller;
let last = 0;
/** A network address that no other login here came from. */
const ip = () => `198.51.${Math.floor((last += 1) / 250)}.${last % 250}`;

beforeAll(async () => {
  admin = await identity.start();
});
afterAll(() => identity.stop());

const userIn = (caller: Caller, emailId: string) => identity.user(caller, emailId, { password: PASSWORD });
const deviceOf = ({ body }: Answer) => body.device;
const tries = (count: number, attempt: (index: number) => Promise<Answer>) =>
  Promise.all(Array.from({ length: count }, (_, index) => attempt(index)));
const statusesOf = (answers: readonly Answer[]) => answers.map(({ status }) => status).sort();
/** Lets time pass for what was counted. */
const later = (seconds: number) =>
  asAdministrator(identity.database.name, (client) =>
    client.query('UPDATE identity.login_attempt SET at = at - make_interval(secs => $1)', [seconds]),
  );

describe('failed logins', () => {
  it('of one e-mail from one network are ten, however many at once; from elsewhere its user still logs in', async () => {
    await userIn(admin, 'many@acme.example');
    const from = ip();
    const guesses = await tries(30, (index) => identity.login('many@acme.example', `guess ${index}`, { ip: from }));
    expect(statusesOf(guesses)).toEqual([...Array<number>(10).fill(401), ...Array<number>(20).fill(429)]);
    expect((await identity.login('MANY@acme.example', PASSWORD, { ip: from })).status).toBe(429);
    expect((await identity.login('many@acme.example', PASSWORD, { ip: ip() })).status).toBe(200);
  });

  it('of one e-mail keep nobody else behind the address out', async () => {
    await userIn(admin, 'neighbour@acme.example');
    await userIn(admin, 'noisy@acme.example');
    const from = ip();
    await tries(10, () => identity.login('noisy@acme.example', 'wrong', { ip: from }));
    expect((await identity.login('noisy@acme.example', PASSWORD, { ip: from })).status).toBe(429);
    expect((await identity.login('neighbour@acme.example', PASSWORD, { ip: from })).status).toBe(200);
  });

  it('of e-mails that nobody has, or of many, do not lock an address', async () => {
    const from = '2001:db8:1:2::';
    for (let index = 0; index < 20; index += 1) {
      expect((await identity.login(`g${index}@acme.example`, 'wrong', { ip: `${from}${index}` })).status).toBe(401);
    }
    expect((await identity.login('ada@acme.example', PASSWORD, { ip: `${from}ffff` })).status).toBe(200);
  });

  it('are slowed down, and longer each time, instead of refused for a quarter of an hour', async () => {
    await userIn(admin, 'slow@acme.example');
    const from = ip();
    const guess = () => identity.login('slow@acme.example', 'wrong', { ip: from });
    expect(statusesOf(await tries(10, guess))).toEqual(Array<number>(10).fill(401));
    const { firstDelaySeconds } = limits.guesses;
    for (const delay of [firstDelaySeconds, 2 * firstDelaySeconds, 4 * firstDelaySeconds]) {
      await later(delay - 5);
      expect((await guess()).status).toBe(429);
      await later(5);
      // One at a time: whoever tries again at once with a hundred passwords gets one try.
      expect(statusesOf(await tries(5, guess))).toEqual([401, 429, 429, 429, 429]);
    }
    await later(8 * firstDelaySeconds);
    expect((await identity.login('slow@acme.example', PASSWORD, { ip: from })).status).toBe(200);
  });

  it('of one e-mail from many networks are slowed down too, but not on a device that its user has logged in on', async () => {
    const emailId = 'hunted@acme.example';
    await userIn(admin, emailId);
    const device = deviceOf(await identity.login(emailId, PASSWORD, { ip: ip(), remember: true }));
    expect(device).toMatch(/^[\w-]{43}$/);
    const guesses = await tries(40, (index) => identity.login(emailId, `guess ${index}`, { ip: ip() }));
    const wrong = statusesOf(guesses).filter((status) => status === 401).length;
    // A second may pass meanwhile, and with it the first delay.
    expect(wrong).toBeGreaterThanOrEqual(limits.emails.free);
    expect(wrong).toBeLessThanOrEqual(limits.emails.free + 3);
    expect((await identity.login(emailId, PASSWORD, { ip: ip() })).status).toBe(429);
    expect((await identity.login(emailId, PASSWORD, { ip: ip(), device })).status).toBe(200);
  });

  it('on a device that is known are ten as well, and its user’s alone', async () => {
    await userIn(admin, 'laptop@acme.example');
    await userIn(admin, 'phone@acme.example');
    const from = ip();
    const remembered = await identity.login('laptop@acme.example', PASSWORD, { ip: ip(), remember: true });
    const device = deviceOf(remembered);
    const guess = (emailId: string) => identity.login(emailId, 'wrong', { ip: from, device });
    expect(statusesOf(await tries(12, () => guess('laptop@acme.example'))).slice(9)).toEqual([401, 429, 429]);
    // They were not the network's: without the device, or of somebody else, it is the network that counts.
    expect((await identity.login('laptop@acme.example', PASSWORD, { ip: from })).status).toBe(200);
    expect(statusesOf(await tries(12, () => guess('phone@acme.example'))).slice(9)).toEqual([401, 429, 429]);
    expect((await identity.login('phone@acme.example', PASSWORD, { ip: from })).status).toBe(429);
  });

  it('do not come from many logins at once that succeed', async () => {
    const from = ip();
    const logins = await tries(25, () => identity.login('ada@acme.example', PASSWORD, { ip: from }));
    expect(new Set(statusesOf(logins))).toEqual(new Set([200]));
  });
});

describe('a device', () => {
  it('is known by what identity made alone, of one user as of several, and no longer once the user is gone', async () => {
    const [one, two] = ['one@device.example', 'two@device.example'];
    const uid = await userIn(admin, one);
    await userIn(admin, two);
    const remember = (emailId: string, device?: string) =>
      identity.login(emailId, PASSWORD, { ip: ip(), remember: true, device });
    expect(deviceOf(await identity.login(one, PASSWORD, { ip: ip() }))).toBeUndefined();
    const device = deviceOf(await remember(one, 'x'.repeat(43)));
    expect(device).not.toBe('x'.repeat(43));
    expect(deviceOf(await remember(two, device))).toBe(device);
    expect(deviceOf(await remember(one, device))).toBe(device);
    const rows = () =>
      asAdministrator(identity.database.name, async (client) => {
        const found = await client.query<{ device: Buffer }>(
          'SELECT device FROM identity.known_device WHERE user_uid = $1',
          [uid],
        );
        return found.rows;
      });
    const [row, ...more] = await rows();
    expect(more).toEqual([]);
    // As with API keys, what is kept lets nobody be it.
    expect(row?.device.toString('utf8')).not.toContain(device);
    await identity.call(admin, 'DELETE', `/v1/tenants/${admin.tenantUid}/users/${uid}`);
    expect(await rows()).toEqual([]);
  });
});
