import { waitFor } from '@trailbook/testing';
import type { Page } from 'playwright-core';
import { ask } from '../clients/rest';
import { userWith } from '../system/running-system';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const uidIn = (page: Page): string => new URL(page.url()).pathname.split('/').at(-1) ?? '';

describe('an entry in the console', () => {
  const come = visits();

  it('has an address of its own, shows all that is known, and leads to its neighbours', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs?range=1y&search=Scaled');
    await visitor.settled();
    /** The address changes first, and then what is shown, with the buttons to its neighbours. */
    const chosen = (index: number) => page.locator(`[data-index="${index}"][data-chosen]`).waitFor();
    const uidAt = (index: number) => page.locator(`[data-index="${index}"]`).getAttribute('data-uid');
    await page.locator('[data-index="1"] a').press('Enter');
    await page.waitForURL(/audit-logs\/[^/?]+\?/);
    expect(uidIn(page)).toBe(await uidAt(1));
    const entry = page.getByRole('complementary', { name: 'Entry' });
    await entry.getByRole('heading', { name: 'What changed' }).waitFor();
    const { body } = await ask('GET', `/v1/audits/${uidIn(page)}`, { user: admin });
    const { actionMsg, resource, actor, source } = body.spec;
    for (const text of [actionMsg, resource.uid, actor.user.emailId, source, 'Not verified'] as string[])
      expect(await entry.textContent()).toContain(text);

    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await entry.getByRole('button', { name: 'Copy event' }).click();
    await entry.getByText('Copied').waitFor();
    const copied = await page.evaluate('navigator.clipboard.readText()');
    expect(copied).toBe((await ask('GET', `/v1/audits/${uidIn(page)}/event`, { user: admin })).text);
    await entry.getByRole('button', { name: 'Copy link' }).click();
    await waitFor('the link', async () => (await page.evaluate('navigator.clipboard.readText()')) === page.url());

    await entry.getByRole('button', { name: 'Older entry' }).click();
    await page.waitForURL(`**/${await uidAt(2)}?*`);
    await chosen(2);
    await entry.getByRole('button', { name: 'Newer entry' }).click();
    await page.waitForURL(`**/${await uidAt(1)}?*`);
    await chosen(1);
    await page.reload();
    await entry.getByRole('heading', { name: 'Event as received' }).waitFor();
    await page.keyboard.press('Escape');
    await page.waitForURL(/audit-logs\?/);
    await waitFor('the focus on the row', () => page.locator('[data-index="1"] a:focus').count());

    await page.goto('/admin/audit-logs/no-such-entry');
    await page.getByRole('alert').getByText('Not found', { exact: true }).waitFor();
  });

  it('leads to everything on its resource, and everything by its user', async () => {
    const visitor = await come();
    const { page } = visitor;
    const count = async (query: string) =>
      (await ask('GET', `/v1/audits?limit=1&${query}`, { user: admin })).body.listmeta.count as number;
    await visitor.signIn(admin, '/admin/audit-logs?range=1y&actionType=update&resourceKind=clusterprofile');
    await page.locator('[data-index="3"] a').click();
    await page.getByRole('button', { name: 'Everything on this resource' }).click();
    await page.waitForURL(/resourceUid=/);
    const resource = new URL(page.url()).searchParams.get('resourceUid') ?? '';
    await visitor.untilTotal(await count(`resourceUid=${encodeURIComponent(resource)}`));
    await page.getByRole('button', { name: 'Everything by this user' }).click();
    await page.waitForURL(/userUid=/);
    const user = new URL(page.url()).searchParams.get('userUid') ?? '';
    expect(page.url()).not.toContain('resourceUid');
    await visitor.untilTotal(await count(`userUid=${encodeURIComponent(user)}`));
  });

  it('takes notes, and keeps their history', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs?range=1y&actionType=publish&resourceKind=clusterprofile');
    await page.locator('[data-index="0"] a').click();
    const notes = page.getByRole('region', { name: 'Update notes' });
    const add = async (text: string) => {
      await notes.getByLabel('Add an update note').fill(text);
      await notes.getByRole('button', { name: 'Add note' }).click();
    };
    const shown = (text: string) => notes.getByRole('listitem').filter({ hasText: text });
    await add('no');
    await notes.getByText('A note has at least 3 characters.').waitFor();
    await add('First reason');
    await shown('First reason').waitFor();
    await add('Second thoughts');
    await shown('Second thoughts').waitFor();
    expect(await notes.textContent()).toMatch(/Second thoughts.*First reason/s);
    const { body } = await ask('GET', `/v1/audits/${uidIn(page)}`, { user: admin });
    expect(body.spec.userMsg).toBe('Second thoughts');
  });
});
