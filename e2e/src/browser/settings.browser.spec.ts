import { waitFor } from '@trailbook/testing';
import type { Page } from 'playwright-core';
import { ask } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const [project] = endpoints().tenants[0]?.projects ?? [];

const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).first().click();
const choose = async (page: Page, of: string, act: string) => {
  await press(page, `Actions for ${of}`);
  await page.getByRole('menuitem', { name: act, exact: true }).click();
};
const inDialog = (page: Page, name: string) =>
  page.getByRole('dialog').getByRole('button', { name, exact: true }).click();
const field = (page: Page, name: string) => page.getByRole('dialog').getByRole('textbox', { name, exact: true });
const row = (page: Page, text: string) => page.getByRole('row').filter({ hasText: text });

describe('the settings in the console', () => {
  const come = visits();

  it('add a role, and a member who holds it; what he may not do is not offered to him', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/roles');
    await press(page, 'Add role');
    await field(page, 'Name').fill('Key Keeper');
    for (const name of ['apikey.list', 'apikey.get', 'user.list']) await page.getByLabel(name, { exact: true }).check();
    await inDialog(page, 'Save');
    await row(page, 'Key Keeper').waitFor();
    await choose(page, 'Key Keeper', 'Edit');
    await page.getByLabel('apikey.get', { exact: true }).uncheck();
    await inDialog(page, 'Save');
    await row(page, 'apikey: list').waitFor();

    const email = 'kim@acme.example';
    const password = 'Kim-has-a-long-passphrase-7';
    await page.getByRole('link', { name: 'Members' }).click();
    await press(page, 'Add member');
    await page.getByLabel('E-mail').fill(email);
    await page.getByLabel('First name').fill('Kim');
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await inDialog(page, 'Save');
    await row(page, email).getByText('None').waitFor();
    await choose(page, email, 'Roles');
    await page.getByLabel('Role', { exact: true }).selectOption('Key Keeper');
    await inDialog(page, 'Give role');
    await page.getByRole('button', { name: 'Take away Key Keeper' }).waitFor();
    await inDialog(page, 'Done');
    await row(page, email).getByText('Key Keeper').waitFor();

    const kim = await come();
    await kim.signIn(
      { email, password, apiKey: '', tenantUid: admin.tenantUid, role: 'Key Keeper' },
      '/admin/api-keys',
    );
    await row(kim.page, 'demo').first().waitFor();
    expect(await kim.page.getByRole('navigation').getByRole('link').allTextContents()).toEqual(['Members', 'API Keys']);
    expect(await kim.page.getByRole('button', { name: /^Actions for|^Add/ }).count()).toBe(0);

    await choose(page, email, 'Delete');
    await page.getByRole('dialog').getByText(email).waitFor();
    await inDialog(page, 'Delete');
    await row(page, email).waitFor({ state: 'detached' });
    await page.getByRole('link', { name: 'Roles' }).click();
    await choose(page, 'Key Keeper', 'Delete');
    await inDialog(page, 'Delete');
    await row(page, 'Key Keeper').waitFor({ state: 'detached' });
  });

  it('make an API key that is shown once, and revoke it', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/api-keys');
    await press(page, 'Add API key');
    await field(page, 'Name').fill('of-a-script');
    await inDialog(page, 'Create');
    const apiKey = (await page.getByTestId('api-key').textContent()) ?? '';
    await inDialog(page, 'Done');
    const status = async () => (await ask('GET', '/v1/me', { user: { ...admin, apiKey } })).status;
    expect(await status()).toBe(200);
    await page.reload();
    await row(page, 'of-a-script').waitFor();
    expect(await page.content()).not.toContain(apiKey);
    await choose(page, 'of-a-script', 'Revoke');
    await inDialog(page, 'Revoke');
    await row(page, 'of-a-script').waitFor({ state: 'detached' });
    await waitFor('the key to be refused', async () => (await status()) === 401);
  });

  it('add, rename and delete a project, which is a scope at once', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/projects');
    await press(page, 'Add project');
    await field(page, 'Name').fill('Warehouse');
    await inDialog(page, 'Save');
    await choose(page, 'Warehouse', 'Rename');
    await field(page, 'Name').fill('Depot');
    await inDialog(page, 'Save');
    await page.getByRole('link', { name: 'Depot' }).click();
    await page.getByRole('button', { name: 'Scope: Depot. Change it' }).waitFor();
    await page.goto('/admin/projects');
    await choose(page, 'Depot', 'Delete');
    await inDialog(page, 'Delete');
    await row(page, 'Depot').waitFor({ state: 'detached' });
  });

  it('ask for a note after a cluster profile was saved, and put it on the entry of that change', async () => {
    const visitor = await come();
    const { page } = visitor;
    const name = `profile-${Date.now()}`;
    await visitor.signIn(admin, `/project/${project?.uid}/cluster-profiles`);
    await press(page, 'Add cluster profile');
    await field(page, 'Name').fill(name);
    await page.getByLabel('Spec').fill('["no object"]');
    await inDialog(page, 'Save');
    await page.getByText('The spec must be a JSON object').waitFor();
    await page.getByLabel('Spec').fill('{"replicas": 1}');
    await inDialog(page, 'Save');
    await inDialog(page, 'Skip');
    await choose(page, name, 'Edit');
    await page.getByLabel('Spec').fill('{"replicas": 2}');
    await inDialog(page, 'Save');
    await page.getByLabel('Update note').fill('Twice as many for the weekend');
    await inDialog(page, 'Save note');
    await page.getByText('The note is in the log.').waitFor();
    const { body } = await ask('GET', `/v1/audits?search=${name}&actionType=update`, { user: admin });
    expect(body.items).toMatchObject([{ spec: { userMsg: 'Twice as many for the weekend' } }]);
    await choose(page, name, 'Delete');
    await page.getByRole('dialog').getByText(name).waitFor();
    await inDialog(page, 'Delete');
    await row(page, name).waitFor({ state: 'detached' });
  });
});
