import { waitFor } from '@trailbook/testing';
import type { Browser } from 'playwright-core';
import { ask } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';
import { launch, narrow, Visitor, wide, type Look } from './visitor';
import { knownKey } from './strict-stand-in';

const admin = userWith('Tenant Admin');
const viewer = userWith('Project Viewer');
const [project] = endpoints().tenants[0]?.projects ?? [];
const count = async (query: string): Promise<number> =>
  (await ask('GET', `/v1/audits?limit=1&${query}`, { user: admin })).body.listmeta.count as number;

describe('the console', () => {
  let browser: Browser;
  let visitor: Visitor;
  const come = async (look: Look = wide) => (visitor = await Visitor.come(browser, look));

  beforeAll(async () => {
    browser = await launch();
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.problems).toEqual([]);
  });
  afterAll(() => browser.close());

  it('is a page that may run nothing but its own files, which are kept while the page is not', async () => {
    const { page } = await come();
    const answer = await page.goto('/sign-in');
    const headers = answer?.headers() ?? {};
    expect(headers['cache-control']).toBe('no-store');
    expect(headers['content-security-policy']).toContain("script-src 'self';");
    expect(headers['content-security-policy']).not.toContain('unsafe');
    const script = (await page.locator('script[type=module]').first().getAttribute('src')) ?? '';
    const asset = await page.request.get(script);
    expect(asset.headers()['cache-control']).toContain('immutable');
    expect(await ask('GET', '/v1/no-such-path')).toMatchObject({ status: 401 });
  });

  it('lets in who knows the password, and leads where he wanted to go', async () => {
    const { page } = await come();
    await page.goto('/admin/members');
    await page.locator('input[name=email]').fill(admin.email);
    await page.locator('input[name=password]').fill('wrong-password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.locator('input[name=password]').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin/members');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
  });

  it('filters in the address, and shows as many entries as the API counts', async () => {
    const { page } = await come();
    const query = 'actionType=delete&resourceKind=cluster';
    await visitor.signIn(admin, `/admin/audit-logs?range=1y&${query}`);
    await visitor.settled();
    expect(await visitor.total()).toBe(await count(query));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((url) => !url.search.includes('actionType'));
  });

  it('opens an entry at an address of its own, and takes a note', async () => {
    const { page } = await come();
    await visitor.signIn(admin, '/admin/audit-logs?actionType=update&resourceKind=clusterprofile');
    await page.locator('[data-index="0"] a').press('Enter');
    await page.waitForURL(/audit-logs\/[^/?]+\?/);
    const uid = new URL(page.url()).pathname.split('/').at(-1) ?? '';
    await page.getByRole('heading', { name: 'What changed' }).waitFor();
    const note = `Asked for by the team ${Date.now()}`;
    await page.getByLabel('Add an update note').fill(note);
    await page.getByRole('button', { name: 'Add note' }).click();
    await page.getByText(note).last().waitFor();
    await waitFor('the note in the log', async () => {
      const { body } = await ask('GET', `/v1/audits/${uid}`, { user: admin });
      return body.spec.userMsg === note;
    });
  });

  it('verifies a trail step by step, and saves none with a wrong key', async () => {
    const { page } = await come();
    await visitor.signIn(admin, '/admin/audit-trails');
    const next = () => page.getByRole('button', { name: 'Next' }).click();
    await page.getByRole('button', { name: 'Add new Audit Trail' }).first().click();
    await page.getByLabel('Audit name').fill('browser-trail');
    await next();
    await page.getByLabel('Group').fill('/trailbook/browser');
    await next();
    await page.getByLabel('Access key').fill('AKIAWRONG00000000001');
    await page.getByRole('textbox', { name: 'Secret key' }).fill('wrong');
    await next();
    await page.locator('[data-step="identity"][data-status="failed"]').waitFor();
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByLabel('Access key').fill(knownKey.accessKeyId);
    await page.getByRole('textbox', { name: 'Secret key' }).fill(knownKey.secretAccessKey);
    await next();
    await page.locator('[data-step="cleanup"][data-status="ok"]').waitFor();
    await page.getByRole('button', { name: 'Confirm and save' }).click();
    await page.getByRole('link', { name: 'browser-trail' }).waitFor();
    await page.getByRole('button', { name: 'Actions for browser-trail' }).click();
    await page.getByRole('menuitem', { name: 'Delete' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No audit trail yet' }).waitFor();
  });

  it('offers a Project Viewer his project alone, and an outsider nothing', async () => {
    const { page } = await come();
    await visitor.signIn(viewer);
    await page.waitForURL(`**/project/${project?.uid}/audit-logs`);
    await visitor.settled();
    expect(await page.getByRole('button', { name: 'Download' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Audit Trails' }).count()).toBe(0);
    await page.goto('/admin/audit-logs');
    await page.getByRole('heading', { name: 'You have no access here' }).waitFor();
    await visitor.leave();
    await come();
    await visitor.signIn(userWith('none'));
    await visitor.page.getByText('No role is given to you yet').waitFor();
  });

  it.each([
    ['wide and light', wide],
    ['narrow and dark', narrow],
  ])('has no barrier that axe can find, %s', async (_look, look) => {
    const { page } = await come(look);
    await visitor.signIn(admin);
    const found: string[] = [];
    for (const place of [
      'audit-logs',
      'cluster-profiles',
      'audit-trails',
      'members',
      'roles',
      'api-keys',
      'projects',
    ]) {
      await page.goto(`/admin/${place}`);
      await visitor.settled();
      found.push(...(await visitor.barriers()).map((barrier) => `${place}: ${barrier}`));
      if ((await visitor.overflow()) > 0) found.push(`${place}: wider than the window`);
    }
    expect(found).toEqual([]);
  });
});
