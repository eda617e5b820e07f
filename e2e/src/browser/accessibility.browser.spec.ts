import { waitFor } from '@trailbook/testing';
import { ask } from '../clients/rest';
import { scenes } from '../screenshots/scenes';
import { endpoints, userWith } from '../system/running-system';
import { knownKey } from './strict-stand-in';
import { narrow, wide, type Visitor } from './visitor';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const project = endpoints().tenants[0]?.projects[0]?.uid ?? '';
const trails = `/v1/tenants/${admin.tenantUid}/auditTrails`;

/** Every screen, and every dialog that is laid out in its own way. Those of trails come after one was made. */
const places = {
  session: ['sign-in-refused', 'session-ended', 'outsider', 'not-permitted', 'no-such-page'],
  log: ['log-filtered', 'log-empty', 'log-failed', 'log-times', 'log-types', 'entry', 'entry-unknown'],
  resources: ['profiles', 'profiles-empty', 'profile-edit', 'profile-note', 'projects'],
  people: ['members', 'member-add', 'member-roles', 'roles', 'role-add', 'keys', 'key-add'],
  trails: ['trails-empty', 'trail-wizard-3-sts', 'trail-wizard-4-refused', 'trail-wizard-4-verified'],
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
  if ((await visitor.overflow()) > 0) found.push(`${name}: wider than a narrow window`);
  await page.setViewportSize({ width: wide.width, height: 800 });
  return found;
}

describe('the console for everybody', () => {
  const come = visits();

  it.each(Object.entries(places))(
    'has no barrier that axe can find, light and dark, and nothing too wide: %s',
    async (_group, names) => {
      const visitors = new Map<string | undefined, Visitor>();
      const found: string[] = [];
      for (const { name, as, at, act } of scenes.filter((scene) => names.includes(scene.name))) {
        const known = visitors.get(as);
        const visitor = known ?? (await come());
        visitors.set(as, visitor);
        if (as && !known) await visitor.signIn(userWith(as));
        await visitor.page.goto(at.replace('{project}', project));
        await visitor.settled();
        await act?.(visitor.page);
        found.push(...(await barriersIn(visitor, name)));
      }
      expect(found).toEqual([]);
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
      await visitor.signIn(admin);
      const found: string[] = [];
      for (const place of [`audit-trails/${uid}`, 'audit-trails', 'members', 'roles', 'audit-logs']) {
        await page.goto(`/admin/${place}`);
        await visitor.settled();
        found.push(...(await visitor.barriers()).map((barrier) => `${place}: ${barrier}`));
      }
      await page.locator('[data-index="0"] a').click();
      await page.getByRole('heading', { name: 'Event as received' }).waitFor();
      found.push(...(await visitor.barriers()).map((barrier) => `entry: ${barrier}`));
      await page.getByRole('button', { name: 'Close the entry' }).click();
      await page.getByRole('button', { name: 'Navigation' }).click();
      found.push(...(await visitor.barriers()).map((barrier) => `navigation: ${barrier}`));
      expect((await ask('DELETE', `${trails}/${uid}`, { user: admin })).status).toBe(204);
      expect(found).toEqual([]);
    },
    patience,
  );

  it(
    'can be used by keyboard alone, with the focus always to be seen',
    async () => {
      const visitor = await come();
      const { page } = visitor;
      const focused = () =>
        page.evaluate<string>(
          'document.activeElement.getAttribute("aria-label") ?? document.activeElement.textContent',
        );
      const tabTo = async (name: string | RegExp) => {
        for (let presses = 0; presses < 40; presses += 1) {
          await page.keyboard.press('Tab');
          expect(await page.evaluate<string>(focusProblem)).toBe('');
          const label = await focused();
          if (typeof name === 'string' ? label === name : name.test(label)) return;
        }
        throw new Error(`the tab key does not lead to ${String(name)}`);
      };
      await page.goto('/sign-in');
      await page.getByRole('heading', { name: 'Sign in to Trailbook' }).waitFor();
      await page.keyboard.type(admin.email);
      await page.keyboard.press('Tab');
      await page.keyboard.type(admin.password);
      await page.keyboard.press('Enter');
      await page.waitForURL('**/admin/audit-logs');
      await visitor.settled();

      await tabTo('Skip to the content');
      await page.keyboard.press('Enter');
      await tabTo('Last 30 days');
      await page.keyboard.press('Enter');
      await tabTo('Last year');
      await page.keyboard.press('Enter');
      await page.waitForURL(/range=1y/);
      await visitor.settled();
      // A menu gives the focus back when it has faded away.
      await page.getByRole('menu').waitFor({ state: 'detached' });
      await waitFor('the focus on the range', async () => (await focused()).includes('Last year'));
      await page.locator('[data-index="0"] a').focus();
      for (const index of [1, 2]) {
        await page.keyboard.press('ArrowDown');
        await page.locator(`[data-index="${index}"] a:focus`).waitFor();
      }
      const row = page.locator('[data-uid]:has(a:focus)');
      const uid = await row.getAttribute('data-uid');
      await row.locator('a').press('Enter');
      await page.waitForURL(`**/${uid}?*`);
      await page.getByRole('heading', { name: 'Event as received' }).waitFor();
      await tabTo('Older entry');
      await page.keyboard.press('Enter');
      await page.waitForURL((url) => !url.pathname.endsWith(uid ?? ''));
      expect(await focused()).toBe('Older entry');
      await page.keyboard.press('Escape');
      await page.waitForURL('**/admin/audit-logs?range=1y');

      await waitFor('the focus on the row', () => page.locator('[data-index] a:focus').count());
      await page.getByRole('link', { name: 'Members' }).press('Enter');
      await page.getByRole('heading', { name: 'Members' }).waitFor();
      expect(await page.evaluate('document.activeElement.id')).toBe('content');
      await tabTo('Add member');
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
    expect(await page.evaluate('document.getAnimations().length')).toBe(0);
  });
});

/** What is wrong with how the focus shows: no outline (its own, its row's, or its label's), or something lies over it. */
const focusProblem = `(() => {
  const element = document.activeElement;
  const shown = [element, element.nextElementSibling, element.closest('[role=row]')].some((one) => {
    if (!one) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(one);
    return outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2;
  });
  const { left, top, width, height } = element.getBoundingClientRect();
  const above = document.elementFromPoint(left + width / 2, top + height / 2);
  const seen = !above || element.contains(above) || above.contains(element);
  const name = element.outerHTML.slice(0, 160);
  return shown ? (seen ? '' : 'covered: ' + name) : 'not shown: ' + name;
})()`;
