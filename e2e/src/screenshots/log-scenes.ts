import type { Page } from 'playwright-core';
import type { Scene } from './scene';

const as = 'Tenant Admin';
const openFirst = async (page: Page) => {
  await page.locator('[data-index="0"] a').press('Enter');
  await page.getByRole('heading', { name: 'Event as received' }).waitFor();
};
const press = (name: string) => (page: Page) => page.getByRole('button', { name }).first().click();

/** Answers as a service does that is away. */
const brokenLog = async (page: Page) => {
  const body = { code: 'ServiceUnavailable', message: 'The log cannot be read at present. Try again in a moment.' };
  await page.route('**/v1/audits?*', (route) => route.fulfill({ status: 400, json: body }));
  await page.reload();
  await page.getByRole('alert').waitFor();
  await page.unroute('**/v1/audits?*');
};

const neverAnswered = async (page: Page) => {
  await page.route('**/v1/audits/export?*', () => undefined);
  await page.getByRole('button', { name: 'Download' }).click();
  await page.getByRole('menuitem', { name: 'CSV' }).click();
  await page.getByRole('button', { name: 'Cancel' }).waitFor();
};

export const logScenes: readonly Scene[] = [
  { name: 'log', as, at: '/admin/audit-logs?range=1y' },
  { name: 'log-of-a-project', as, at: '/project/{project}/audit-logs' },
  { name: 'log-filtered', as, at: '/admin/audit-logs?range=1y&actionType=update&actionType=delete&search=the' },
  { name: 'log-empty', as, at: '/admin/audit-logs?search=nothing-is-called-so' },
  { name: 'log-failed', as, at: '/admin/audit-logs', act: brokenLog },
  { name: 'log-times', as, at: '/admin/audit-logs', act: press('Last 30 days') },
  { name: 'log-types', as, at: '/admin/audit-logs', act: press('Resource type') },
  { name: 'log-live', as, at: '/admin/audit-logs?range=1h', act: press('Live tail') },
  { name: 'log-download-menu', as, at: '/admin/audit-logs?range=1y', act: press('Download') },
  { name: 'log-download', as, at: '/admin/audit-logs?range=1y', act: neverAnswered },
  {
    name: 'entry',
    as,
    at: '/admin/audit-logs?range=1y&actionType=update&resourceKind=clusterprofile',
    act: openFirst,
  },
  {
    name: 'entry-note',
    as,
    at: '/admin/audit-logs?range=1y&actionType=publish',
    act: async (page) => {
      await openFirst(page);
      await page.getByRole('heading', { name: 'Event as received' }).scrollIntoViewIfNeeded();
    },
  },
  { name: 'entry-unknown', as, at: '/admin/audit-logs/no-such-entry' },
];
