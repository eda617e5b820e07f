import { ask } from '../clients/rest';
import type { Scene } from '../screenshots/scene';
import { scenes } from '../screenshots/scenes';
import { endpoints, userWith } from '../system/running-system';
import { drawn } from './drawn';
import { knownKey } from './strict-stand-in';
import { narrow, wide, type Visitor } from './visitor';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const project = endpoints().tenants[0]?.projects[0]?.uid ?? '';
const trails = `/v1/tenants/${admin.tenantUid}/auditTrails`;

/** Every screen, and every dialog that is laid out in its own way. Those of trails come after one was made. */
const places = {
  session: ['sign-in-refused', 'session-ended', 'outsider', 'not-permitted', 'no-such-page'],
  frame: ['account', 'account-password', 'account-sessions', 'scopes'],
  log: ['log-filtered', 'log-empty', 'log-failed', 'log-times', 'log-types', 'log-download-menu'],
  entries: ['entry', 'entry-unknown'],
  resources: ['profiles', 'profiles-empty', 'profile-edit', 'profile-note', 'projects'],
  people: ['members', 'member-menu', 'member-add', 'member-roles', 'roles', 'role-add', 'keys', 'key-add'],
  trails: [
    'trails-empty',
    'trail-wizard-1-name',
    'trail-wizard-3-sts',
    'trail-wizard-4-refused',
    'trail-wizard-4-verified',
  ],
};

/** Many pages one after the other, on a machine that may have other things to do. In milliseconds. */
const patience = 120_000;

async function barriersIn(visitor: Visitor, name: string): Promise<string[]> {
  const { page } = visitor;
  const found: string[] = [];
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
    found.push(...(await visitor.barriers()).map((barrier) => `${name}, ${colorScheme}: ${barrier}`));
  }
  await page.setViewportSize({ width: narrow.width, height: 844 });
  await drawn(page);
  if ((await visitor.overflow()) > 0) found.push(`${name}: wider than a narrow window`);
  await page.setViewportSize({ width: wide.width, height: 800 });
  return found;
}

/** Goes through the scenes one after the other, in a window for each role that sees one. */
async function barriersOf(seen: readonly Scene[], come: () => Promise<Visitor>): Promise<string[]> {
  const visitors = new Map<string | undefined, Visitor>();
  const found: string[] = [];
  for (const { name, as, at, act } of seen) {
    const known = visitors.get(as);
    const visitor = known ?? (await come());
    visitors.set(as, visitor);
    if (as && !known) await visitor.signIn(userWith(as));
    await visitor.page.goto(at.replace('{project}', project));
    await visitor.settled();
    await act?.(visitor.page);
    found.push(...(await barriersIn(visitor, name)));
  }
  return found;
}

describe('the console for everybody', () => {
  const come = visits();

  it.each(Object.entries(places))(
    'has no barrier that axe can find, light and dark, and nothing too wide: %s',
    async (_group, names) => {
      const named = scenes.filter((scene) => names.includes(scene.name));
      // Two windows side by side: axe keeps one core busy for each.
      const halves = [0, 1].map((half) => named.filter((_scene, index) => index % 2 === half));
      const found = await Promise.all(halves.map((half) => barriersOf(half, come)));
      expect(found.flat()).toEqual([]);
    },
    patience,
  );

  it(
    'has none where a trail is, nor on narrow screens',
    async () => {
      const credentials = {
        credentialType: 'secret',
        accessKey: knownKey.accessKeyId,
        secretKey: knownKey.secretAccessKey,
      };
      const cloudWatch = { group: '/trailbook/axe', region: 'us-east-1', stream: 'axe', credentials };
      const body = { metadata: { name: 'axe' }, spec: { type: 'cloudwatch', cloudWatch } };
      const made = await ask('POST', trails, { user: admin, body });
      expect(made.status).toBe(201);
      const uid = made.body.uid as string;
      const visitor = await come(narrow);
      const { page } = visitor;
      // What is fading away has little contrast.
      await page.emulateMedia({ colorScheme: narrow.scheme, reducedMotion: 'reduce' });
      await visitor.signIn(admin);
      const found: string[] = [];
      const look = async (what: string) => {
        found.push(...(await visitor.barriers()).map((barrier) => `${what}: ${barrier}`));
        if ((await visitor.overflow()) > 0) found.push(`${what}: wider than the window`);
      };
      for (const place of ['audit-trails', 'members', 'roles', `audit-trails/${uid}`]) {
        await page.goto(`/admin/${place}`);
        await visitor.settled();
        await look(place);
      }
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('status', { name: 'Comparison' }).waitFor();
      await look('comparison');
      await page.getByRole('button', { name: 'Actions for axe' }).click();
      await page.getByRole('menu').waitFor();
      await look('menu of a trail');
      for (const act of ['Replay', 'Delete']) {
        await page.getByRole('menuitem', { name: act }).click();
        await page.getByRole('dialog').waitFor();
        await look(act);
        await page.getByRole('button', { name: 'Cancel' }).click();
        await page.getByRole('button', { name: 'Actions for axe' }).click();
      }
      await page.goto('/admin/audit-logs');
      await visitor.settled();
      await look('log');
      await page.locator('[data-index="0"] a').click();
      await page.getByRole('heading', { name: 'Event as received' }).waitFor();
      await look('entry');
      await page.getByRole('button', { name: 'Close the entry' }).click();
      await page.getByRole('button', { name: 'Navigation' }).click();
      await look('navigation');
      expect((await ask('DELETE', `${trails}/${uid}`, { user: admin })).status).toBe(204);
      expect(found).toEqual([]);
    },
    patience,
  );

  it('moves nothing for who asks for less motion', async () => {
    const visitor = await come();
    const { page } = visitor;
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await visitor.signIn(admin);
    await visitor.settled();
    await page.getByRole('button', { name: 'Live tail' }).click();
    await page.emulateMedia({ reducedMotion: 'reduce', colorScheme: 'dark' });
    // One of a hundredth of a millisecond, as there are then, may be there until the next frame.
    await drawn(page);
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });
});
