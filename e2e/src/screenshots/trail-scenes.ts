import type { Page } from 'playwright-core';
import { knownKey, knownRole } from '../browser/strict-stand-in';
import type { Scene } from './scene';

const as = 'Tenant Admin';
const at = '/admin/audit-trails';
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const next = (page: Page) => press(page, 'Next');

async function nameIt(page: Page): Promise<void> {
  await press(page, 'Add new Audit Trail');
  await page.getByLabel('Audit name').fill('security-account');
}
async function leadIt(page: Page): Promise<void> {
  await nameIt(page);
  await next(page);
  await page.getByLabel('Group').fill('/trailbook/acme');
}
async function letItIn(page: Page, secret = knownKey.secretAccessKey): Promise<void> {
  await leadIt(page);
  await next(page);
  await page.getByLabel('Access key').fill(knownKey.accessKeyId);
  await page.getByRole('textbox', { name: 'Secret key' }).fill(secret);
}
const open = (page: Page) => page.getByRole('link', { name: 'security-account' }).click();

export const trailScenes: readonly Scene[] = [
  { name: 'trails-empty', as, at },
  { name: 'trail-wizard-1-name', as, at, act: nameIt },
  { name: 'trail-wizard-2-target', as, at, act: leadIt },
  { name: 'trail-wizard-3-credentials', as, at, act: letItIn },
  {
    name: 'trail-wizard-3-sts',
    as,
    at,
    act: async (page) => {
      await leadIt(page);
      await next(page);
      await page.getByText('STS', { exact: true }).click();
      await page.getByLabel('Role ARN').fill(knownRole);
      await press(page, 'Trust policy');
    },
  },
  {
    name: 'trail-wizard-4-refused',
    as,
    at,
    act: async (page) => {
      await letItIn(page, 'not-the-secret');
      await next(page);
      await page.locator('[data-status="failed"]').first().waitFor();
    },
  },
  {
    name: 'trail-wizard-4-verified',
    as,
    at,
    act: async (page) => {
      await letItIn(page);
      await next(page);
      await page.locator('[data-step="cleanup"][data-status="ok"]').waitFor();
    },
  },
  {
    name: 'trails',
    as,
    at,
    act: async (page) => {
      await letItIn(page);
      await next(page);
      await page.getByText('Confirm and save').click();
      await page.getByRole('link', { name: 'security-account' }).waitFor();
      await page.reload();
      await page.getByRole('link', { name: 'security-account' }).waitFor();
    },
  },
  { name: 'trail', as, at, act: open },
  {
    name: 'trail-compared',
    as,
    at,
    act: async (page) => {
      await open(page);
      await press(page, 'Compare');
      await page.getByRole('status', { name: 'Comparison' }).waitFor();
    },
  },
  { name: 'trail-menu', as, at, act: (page) => press(page, /^Actions for/) },
  {
    name: 'trail-replay',
    as,
    at,
    act: async (page) => {
      await press(page, /^Actions for/);
      await page.getByRole('menuitem', { name: 'Replay' }).click();
    },
  },
  {
    name: 'trail-delete',
    as,
    at,
    act: async (page) => {
      await press(page, /^Actions for/);
      await page.getByRole('menuitem', { name: 'Delete' }).click();
    },
  },
];
