import { CloudWatchLogsClient, GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs';
import type { Trail } from '@trailbook/contract';
import { waitFor } from '@trailbook/testing';
import type { Page } from 'playwright-core';
import { ask } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';
import { knownKey, knownRole, readerKey } from './strict-stand-in';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const group = '/trailbook/browser';
const payments = endpoints().tenants[0]?.projects.find(({ name }) => name === 'Payments');

describe('audit trails in the console', () => {
  const come = visits();
  const { cloudwatch } = endpoints();
  const aws = new CloudWatchLogsClient({ endpoint: cloudwatch, region: 'us-east-1', credentials: readerKey });
  afterAll(() => aws.destroy());

  /** Makes a cluster profile, and waits until its event is in CloudWatch. */
  const delivered = async (stream: string) => {
    const name = `traced-${Date.now()}`;
    const made = await ask('POST', '/v1/clusterprofiles', { user: admin, body: { metadata: { name }, spec: {} } });
    const uid = made.headers.get('audituid') ?? 'none';
    await waitFor(`the event ${uid} in CloudWatch`, async () => {
      const { events } = await aws.send(new GetLogEventsCommand({ logGroupName: group, logStreamName: stream }));
      return events?.some(({ message }) => message?.includes(uid));
    });
  };
  /** Of the one trail that there is, as the API has it. */
  const filter = async () => {
    const { body } = await ask('GET', `/v1/tenants/${admin.tenantUid}/auditTrails`, { user: admin });
    const trails = (body.items as Trail[]).filter(({ metadata }) => metadata.name === 'browser-trail');
    return trails[0]?.spec.filter;
  };
  /** Ticks an option of a list, or unticks it. */
  const pick = async (page: Page, list: string, option: string) => {
    await page.getByRole('combobox', { name: list, exact: true }).click();
    await page.getByRole('option', { name: option, exact: true }).click();
    await page.getByText('All, where nothing is chosen').click();
  };
  const next = (page: Page) => page.getByRole('button', { name: 'Next' }).click();
  const choose = async (page: Page, act: string) => {
    await page.getByRole('button', { name: 'Actions for browser-trail' }).click();
    await page.getByRole('menuitem', { name: act, exact: true }).click();
  };

  it('are verified step by step, saved, edited, paused, tested and deleted', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-trails');
    await page.getByRole('button', { name: 'Add new Audit Trail' }).first().click();
    await next(page);
    await page.getByText('Give the trail a name.').waitFor();
    await page.getByLabel('Audit name').fill('browser-trail');
    await pick(page, 'Types', 'Create');
    await pick(page, 'Types', 'Update');
    await page.getByRole('combobox', { name: 'Resource types' }).fill('clusterprofile');
    await page.keyboard.press('Enter');
    await page.getByText('All, where nothing is chosen').click();
    await next(page);
    await page.getByLabel('Group').fill(group);
    await page.getByLabel('Stream').fill('first');
    await next(page);
    await page.getByLabel('Access key').fill('AKIAWRONG00000000001');
    await page.getByRole('textbox', { name: 'Secret key' }).fill('wrong');
    await next(page);
    await page.locator('[data-step="identity"][data-status="failed"]').waitFor();
    await page.locator('[data-step="cleanup"][data-status="skipped"]').waitFor();
    await page.getByText('Nothing was saved.').waitFor();
    expect(await page.getByRole('button', { name: 'Confirm and save' }).count()).toBe(0);
    await page.getByRole('button', { name: 'Back' }).click();
    await page.getByLabel('Access key').fill(knownKey.accessKeyId);
    await page.getByRole('textbox', { name: 'Secret key' }).fill(knownKey.secretAccessKey);
    await next(page);
    await page.locator('[data-step="cleanup"][data-status="ok"]').waitFor();
    await page.getByRole('button', { name: 'Confirm and save' }).click();
    await page.getByRole('link', { name: 'browser-trail' }).waitFor();
    await delivered('first');
    expect(await filter()).toEqual({ actionTypes: ['create', 'update'], resourceKinds: ['clusterprofile'] });
    await page.getByRole('link', { name: 'browser-trail' }).click();
    await page.getByText('Create, Update', { exact: true }).waitFor();
    await page.getByText('clusterprofile', { exact: true }).waitFor();
    await page.getByRole('link', { name: 'All audit trails' }).click();

    await choose(page, 'Edit');
    await pick(page, 'Types', 'Update');
    await pick(page, 'Projects', 'Payments');
    await next(page);
    await page.getByLabel('Stream').fill('second');
    await next(page);
    await next(page);
    await page.getByRole('button', { name: 'Confirm and save' }).click();
    await page
      .getByRole('row', { name: /browser-trail/ })
      .getByText('second · us-east-1')
      .waitFor();
    expect(await filter()).toEqual({
      actionTypes: ['create'],
      resourceKinds: ['clusterprofile'],
      projects: [payments?.uid],
    });
    await choose(page, 'Edit');
    for (const name of ['Types', 'Resource types', 'Projects']) {
      await page.getByRole('combobox', { name, exact: true }).focus();
      await page.keyboard.press('Backspace');
    }
    for (let step = 0; step < 3; step += 1) await next(page);
    await page.getByRole('button', { name: 'Confirm and save' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    expect(await filter()).toBeUndefined();
    await delivered('second');

    await choose(page, 'Pause');
    await page
      .getByRole('row', { name: /browser-trail/ })
      .getByText('Paused')
      .first()
      .waitFor();
    await choose(page, 'Resume');
    await page
      .getByRole('row', { name: /browser-trail/ })
      .getByText('Active')
      .waitFor();
    await choose(page, 'Test');
    await page.getByText('A test message of browser-trail was delivered.').waitFor();

    await choose(page, 'Delete');
    const dialog = page.getByRole('dialog');
    await dialog.getByText('browser-trail').waitFor();
    await dialog.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('heading', { name: 'No audit trail yet' }).waitFor();
  }, 90_000);

  it('that assume a role show the external id and both policies, ready to copy', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-trails');
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.getByRole('button', { name: 'Add new Audit Trail' }).first().click();
    await page.getByLabel('Audit name').fill('by-role');
    await next(page);
    await page.getByLabel('Group').fill(group);
    await next(page);
    await page.getByText('STS', { exact: true }).click();
    await page.getByLabel('Role ARN').fill(knownRole);
    const asked = `group=${encodeURIComponent(group)}&region=us-east-1&roleArn=${encodeURIComponent(knownRole)}`;
    const { body } = await ask('GET', `/v1/tenants/${admin.tenantUid}/auditTrails/defaults?${asked}`, { user: admin });
    for (const [name, text] of [
      ['external id', body.externalId],
      ['IAM policy', JSON.stringify(body.policies.permissions, null, 2)],
      ['Trust policy', JSON.stringify(body.policies.trust, null, 2)],
    ] as [string, string][]) {
      if (name.endsWith('policy')) await page.getByRole('button', { name, exact: true }).click();
      await page.getByRole('button', { name: `Copy ${name}` }).click();
      await waitFor(name, async () => (await page.evaluate('navigator.clipboard.readText()')) === text);
    }
    await next(page);
    await page.locator('[data-step="cleanup"][data-status="ok"]').waitFor();
  });
});
