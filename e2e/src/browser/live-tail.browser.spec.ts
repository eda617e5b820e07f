import { waitFor } from '@trailbook/testing';
import { ask } from '../clients/rest';
import { userWith } from '../system/running-system';
import { Happenings } from './happenings';
import { visits } from './visits';

const admin = userWith('Tenant Admin');

describe('the live tail', () => {
  const come = visits();
  const { tenantUid } = admin;
  const happenings = new Happenings({ tenantUid, source: '/browser/live-tail', kind: 'live-tail' }, 'Arrived');
  afterAll(() => happenings.close());

  const send = (name: string, time: number) => happenings.publish(name, time);
  const stored = (name: string) =>
    waitFor(`${name} in the log`, async () => {
      const { body } = await ask('GET', `/v1/audits?limit=1&resourceUid=${name}`, { user: admin });
      return body.listmeta.count === 1;
    });

  it('shows entries in order of arrival, marks late ones, and misses none while it is paused', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs');
    // More than a page of them, and further down in the list: the tail begins behind what the list knows.
    const known = Array.from({ length: 150 }, (_, n) => `known-${n}`);
    await Promise.all(known.map((name) => send(name, Date.now() - 20 * 3_600_000)));
    await Promise.all(known.map(stored));
    await page.getByRole('button', { name: 'Refresh' }).click();
    await visitor.settled();
    const row = (name: string) => page.getByRole('row').filter({ hasText: `Arrived: ${name}` });
    const first = page.locator('[data-index="0"]');
    const before = await visitor.total();

    await page.getByRole('button', { name: 'Live tail' }).click();
    await send('in-time', Date.now());
    await row('in-time').waitFor();
    expect(await row('in-time').getByText('late', { exact: true }).count()).toBe(0);
    await send('backdated', Date.now() - 2 * 3_600_000);
    await row('backdated').waitFor();
    expect(await row('backdated').getByText('late', { exact: true }).count()).toBe(1);
    expect(await first.textContent()).toContain('Arrived: backdated');
    expect(await visitor.total()).toBeGreaterThanOrEqual(before + 2);
    expect(await page.locator('[data-fresh]').filter({ hasText: 'known' }).count()).toBe(0);

    await page.getByRole('button', { name: 'Live', exact: true }).click();
    const paused = page.getByRole('button', { name: 'Paused' });
    await paused.waitFor();
    await send('meanwhile', Date.now());
    await stored('meanwhile');
    expect(await row('meanwhile').count()).toBe(0);
    await paused.click();
    await row('meanwhile').waitFor();
    expect(await first.textContent()).toContain('Arrived: meanwhile');

    await page.getByTestId('entries').hover();
    // Who reads further down is not moved by what arrives, and is told of it.
    await page.mouse.wheel(0, 2_000);
    await page.locator('[data-index="40"]').waitFor();
    const read = page.locator('[data-index]').nth(20);
    const [uid, place] = [await read.getAttribute('data-uid'), (await read.boundingBox())?.y];
    await send('above', Date.now());
    await stored('above');
    await page.getByRole('button', { name: /new$/ }).waitFor();
    expect((await page.locator(`[data-uid="${uid}"]`).boundingBox())?.y).toBe(place);
    await page.getByRole('button', { name: /new$/ }).click();
    await row('above').waitFor();
  });
});
