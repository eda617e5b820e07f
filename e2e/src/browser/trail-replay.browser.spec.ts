import { waitFor } from '@trailbook/testing';
import type { Page } from 'playwright-core';
import { ask } from '../clients/rest';
import { userWith } from '../system/running-system';
import { Happenings } from './happenings';
import { controlVariable, knownKey } from './strict-stand-in';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const trails = `/v1/tenants/${admin.tenantUid}/auditTrails`;
const [group, stream] = ['/trailbook/replay', 'replay'];
const slow = { timeoutMs: 30_000, everyMs: 250 };
const minute = 60_000;
const control = process.env[controlVariable];

describe('what a trail delivered, in the console', () => {
  const come = visits();
  const { tenantUid } = admin;
  const happenings = new Happenings({ tenantUid, source: '/browser/trail-replay', kind: 'replayed' }, 'Happened');
  let uid: string;

  beforeAll(async () => {
    const credentials = { accessKey: knownKey.accessKeyId, secretKey: knownKey.secretAccessKey };
    const cloudWatch = { group, region: 'us-east-1', stream, credentials };
    const filter = { resourceKinds: ['replayed'] };
    const body = { metadata: { name: 'to-replay' }, spec: { type: 'cloudwatch', cloudWatch, filter } };
    const made = await ask('POST', trails, { user: admin, body });
    expect(made.status).toBe(201);
    uid = made.body.uid as string;
  });
  afterAll(async () => {
    await happenings.close();
    expect((await ask('DELETE', `${trails}/${uid}`, { user: admin })).status).toBe(204);
  });

  const happened = (name: string, time: number) => happenings.publish(name, time);
  /** How often CloudWatch has each of them. */
  const delivered = async (...names: string[]): Promise<number[]> => {
    const answer = await fetch(`${control}/events?${new URLSearchParams({ group, stream }).toString()}`);
    const held = answer.ok ? ((await answer.json()) as { message: string }[]) : [];
    return names.map((name) => held.filter(({ message }) => message.includes(`Happened: ${name}`)).length);
  };
  /** Of the comparison that is shown. */
  const counts = async (page: Page): Promise<Record<string, number>> => {
    const list = page.getByRole('status', { name: 'Comparison' }).locator('dl');
    const [names, values] = [await list.locator('dt').allTextContents(), await list.locator('dd').allTextContents()];
    return Object.fromEntries(names.map((name, index) => [name, Number(values[index])]));
  };
  /** `2026-01-02T03:04`, in the visitor's zone. */
  const typed = (time: number) =>
    new Date(time).toLocaleString('sv-SE', { timeZone: 'Europe/Berlin' }).replace(' ', 'T').slice(0, 16);

  it('is compared with the log, replayed for a time, and compared again', async () => {
    const now = Date.now();
    await happened('an-hour-ago', now - 60 * minute);
    await happened('just-now', now - minute);
    await waitFor('both in CloudWatch', async () => String(await delivered('an-hour-ago', 'just-now')) === '1,1', slow);

    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, `/admin/audit-trails/${uid}`);
    await page.getByRole('heading', { name: 'to-replay' }).waitFor();
    const comparison = page.getByRole('status', { name: 'Comparison' });
    await page.getByRole('button', { name: 'Compare' }).click();
    await comparison.getByText('CloudWatch acknowledged all 2 entries of this time.').waitFor();
    expect(await counts(page)).toMatchObject({ 'In the log': 2, Acknowledged: 2, Missing: 0, Replayed: 0 });

    await page.getByRole('button', { name: 'Actions for to-replay' }).click();
    await page.getByRole('menuitem', { name: 'Replay' }).click();
    const dialog = page.getByRole('dialog');
    const [start, end] = [dialog.getByLabel('Start date'), dialog.getByLabel('End date')];
    const replay = dialog.getByRole('button', { name: 'Replay' });
    await start.fill(typed(now - 30 * minute));
    await end.fill(typed(now - 90 * minute));
    await replay.click();
    await dialog.getByText('Choose a start, and an end after it.').waitFor();
    await start.fill(typed(now - 90 * minute));
    await end.fill(typed(now - 30 * minute));
    await replay.click();
    await page.getByText('The range is delivered to to-replay again.').waitFor();
    await page.getByRole('heading', { name: 'Last replay' }).waitFor();
    await page.getByText('1 of 1 delivered again').waitFor();
    expect(await delivered('an-hour-ago', 'just-now')).toEqual([2, 1]);

    await page.getByRole('button', { name: 'Compare' }).click();
    await waitFor('the replay in the comparison', async () => (await counts(page)).Replayed === 1);
    expect(await counts(page)).toMatchObject({ 'In the log': 2, Acknowledged: 2, Missing: 0, Repeated: 0 });
  });

  it('shows what CloudWatch refuses for good, with the way to its entry', async () => {
    // Both with its own time, and with that of sending.
    const fault = { kind: 'reject', operation: 'PutLogEvents', group, times: 2 };
    expect((await fetch(`${control}/faults`, { method: 'POST', body: JSON.stringify(fault) })).status).toBe(200);
    await happened('refused', Date.now());
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, `/admin/audit-trails/${uid}`);
    await page.getByRole('heading', { name: 'to-replay' }).waitFor();
    await page.getByLabel('Time').selectOption('Last hour');
    await waitFor('the refusal in the comparison', async () => {
      await page.getByRole('button', { name: 'Compare' }).click();
      await page.getByRole('status', { name: 'Comparison' }).waitFor();
      return (await counts(page)).Refused === 1;
    });
    await page.getByText('What CloudWatch refuses for good, a replay cannot deliver.').waitFor();
    const difference = page.getByRole('row', { name: 'Refused by CloudWatch' });
    await difference.getByRole('link').click();
    await page.getByRole('heading', { name: 'Happened: refused' }).waitFor();
  });
});
