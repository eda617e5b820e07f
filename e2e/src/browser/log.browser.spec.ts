import { readFile } from 'node:fs/promises';
import { waitFor } from '@trailbook/testing';
import type { Page } from 'playwright-core';
import { rowsOf } from '../clients/csv';
import { ask } from '../clients/rest';
import { userWith } from '../system/running-system';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const count = async (query: string): Promise<number> =>
  (await ask('GET', `/v1/audits?limit=1&${query}`, { user: admin })).body.listmeta.count as number;
/** Of history alone: what the specs do meanwhile is not in it. */
const past = `startTime=2020-01-01T00:00:00.000Z&endTime=${new Date(Date.now() - 86_400_000).toISOString()}`;
const parameters = (page: Page) => new URL(page.url()).searchParams;

describe('the log in the console', () => {
  const come = visits();

  it('filters in the address, and shows as many entries as the API counts', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, `/admin/audit-logs?${past}`);
    await page.getByRole('button', { name: 'Type', exact: true }).click();
    await page.getByRole('checkbox', { name: /^Delete/ }).click();
    await page.waitForURL(/actionType=delete/);
    await page.keyboard.press('Escape');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Resource type' }).click();
    await page.getByRole('checkbox', { name: /^cluster \d/ }).click();
    await page.keyboard.press('Escape');
    await page.waitForURL(/actionType=delete&resourceKind=cluster/);
    await visitor.settled();
    const query = `${past}&actionType=delete&resourceKind=cluster`;
    expect(await visitor.total()).toBe(await count(query));
    await page.getByLabel('Search in resource, message and note').fill('edge');
    await page.waitForURL(/search=edge/);
    await visitor.untilTotal(await count(`${query}&search=edge`));
    await page.reload();
    await visitor.untilTotal(await count(`${query}&search=edge`));
    await page.getByRole('button', { name: 'Clear filters' }).click();
    await page.waitForURL((url) => !/actionType|search=/.test(url.search));
    await visitor.untilTotal(await count(past));
  });

  it('shows a quick range, and a range of one’s own', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs');
    await page.getByRole('button', { name: 'Last 30 days' }).click();
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await page.waitForURL(/range=7d/);
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Last 7 days' }).click();
    await page.getByLabel('Start date').fill('2026-01-02T01:00:00');
    await page.getByLabel('End date').fill('2026-01-01T01:00:00');
    await page.getByRole('button', { name: 'Apply' }).click();
    await page.getByText('The end is before the start.').waitFor();
    await page.getByLabel('End date').fill('2026-01-03T01:00:00');
    await page.getByRole('button', { name: 'Apply' }).click();
    // The visitor is in Berlin.
    await page.waitForURL(/startTime=2026-01-02T00%3A00%3A00.000Z&endTime=2026-01-03T00%3A00%3A00.000Z/);
    await page.getByRole('heading', { name: 'Nothing happened in this time' }).waitFor();
    await page.getByRole('button', { name: 'Show everything of the last year' }).click();
    await page.waitForURL(/range=1y/);
  });

  it('shows what is dragged over in the timeline, in either direction, or the one bar that is clicked', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs?range=1y');
    /** From one place to another, in shares of the width. @returns how many days are shown then */
    const drag = async (begin: number, end: number): Promise<number> => {
      await page.goto('/admin/audit-logs?range=1y');
      await visitor.settled();
      const box = await page.getByTestId('timeline').boundingBox();
      if (!box) throw new Error('there is no timeline');
      const middle = box.y + box.height / 2;
      await page.mouse.move(box.x + box.width * begin, middle);
      await page.mouse.down();
      if (end !== begin) await page.mouse.move(box.x + box.width * end, middle, { steps: 4 });
      await page.mouse.up();
      await page.waitForURL(/startTime=.+&endTime=/);
      const [from, to] = [parameters(page).get('startTime') ?? '', parameters(page).get('endTime') ?? ''];
      await visitor.untilTotal(await count(`startTime=${from}&endTime=${to}`));
      return (Date.parse(to) + 1 - Date.parse(from)) / 86_400_000;
    };
    const days = await drag(0.8, 0.9);
    expect(days).toBeGreaterThan(30);
    expect(days).toBeLessThan(45);
    expect(await drag(0.9, 0.8)).toBe(days);
    expect(await drag(0.9, 0.9)).toBe(4);
  });

  it('shows times in the reader’s zone, and in UTC on hover', async () => {
    const visitor = await come();
    await visitor.signIn(admin, `/admin/audit-logs?${past}`);
    const time = visitor.page.locator('[data-index="0"] time');
    const [moment, title, text] = [
      (await time.getAttribute('datetime')) ?? '',
      await time.getAttribute('title'),
      await time.textContent(),
    ];
    expect(title).toBe(`${moment.replace('T', ' ').replace('Z', ' UTC')} (shown in Europe/Berlin)`);
    const style = { dateStyle: 'medium', timeStyle: 'medium', timeZone: 'Europe/Berlin' } as const;
    expect(text).toBe(new Intl.DateTimeFormat('en-GB', style).format(new Date(moment)));
  });

  it('loads on while one scrolls, to the very last entry', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, `/admin/audit-logs?${past}`);
    await visitor.settled();
    const total = await visitor.total();
    await waitFor('the last entry', async () => {
      await page.evaluate('document.querySelector("[data-testid=entries]").scrollTo(0, 1e9)');
      return (await page.locator(`[data-index="${total - 1}"]`).count()) > 0;
    });
    expect(await page.locator('[data-index]').count()).toBeLessThan(100);
  });

  it('downloads what the filters show, as the API gives it, and can be cancelled', async () => {
    const visitor = await come();
    const { page } = visitor;
    const query = `${past}&actionType=update`;
    await visitor.signIn(admin, `/admin/audit-logs?${query}`);
    await visitor.settled();
    const total = await visitor.total();
    const choose = async () => {
      await page.getByRole('button', { name: 'Download' }).click();
      await page.getByRole('menuitem', { name: 'CSV' }).click();
    };
    const arriving = page.waitForEvent('download');
    await choose();
    const file = await arriving;
    expect(file.suggestedFilename()).toMatch(/^audit-logs-acme-\d{4}-\d\d-\d\d\.csv$/);
    const text = await readFile(await file.path(), 'utf8');
    expect(text).toBe((await ask('GET', `/v1/audits/export?${query}`, { user: admin, accept: 'text/csv' })).text);
    expect(rowsOf(text)).toHaveLength(total);
    await page.getByRole('status', { name: 'Download' }).getByText('Downloaded').waitFor();
    await page.getByRole('status', { name: 'Download' }).getByRole('button', { name: 'Close' }).click();

    let downloads = 0;
    page.on('download', () => (downloads += 1));
    await page.route('**/v1/audits/export?*', () => undefined);
    await choose();
    await page.getByText(`0 of ${total} entries`).waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('status', { name: 'Download' }).waitFor({ state: 'detached' });
    expect(await page.evaluate('document.activeElement.textContent')).toBe('Download');
    expect(downloads).toBe(0);
  });

  it('says what failed, and tries again', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/members');
    const body = { code: 'InvalidRequest', message: 'This is told to people.' };
    await page.route('**/v1/audits?*', (route) => route.fulfill({ status: 400, json: body }));
    await page.getByRole('link', { name: 'Audit Logs' }).click();
    await page.getByRole('alert').getByText('This is told to people.').waitFor();
    await page.unroute('**/v1/audits?*');
    await page.getByRole('button', { name: 'Try again' }).click();
    await page.locator('[data-index="0"]').waitFor();
  });
});
