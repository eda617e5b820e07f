import { accessToken, OpenIdProvider, waitFor } from '@trailbook/testing';
import type { Browser } from 'playwright-core';
import { ask, readEntry } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';
import { apiAudience, issuerPort } from './issuer';
import { launch, Visitor } from './visitor';

const admin = userWith('Tenant Admin');
const [payments, storefront] = endpoints().tenants[0]?.projects ?? [];
const redirectUri = 'http://127.0.0.1/sign-in/callback';
const olga = {
  email: 'olga@acme.example',
  email_verified: true,
  given_name: 'Olga',
  family_name: 'Petrov',
  groups: ['auditors', 'Payments-team'],
};

describe('a user of an OpenID Connect issuer', () => {
  let provider: OpenIdProvider;
  let browser: Browser;
  let visitor: Visitor;

  beforeAll(async () => {
    const accounts = { olga, impostor: { ...olga, email: admin.email } };
    const postLogoutRedirectUris = [`${endpoints().gateway}/sign-in`];
    const wishes = { accounts, redirectUris: [redirectUri], postLogoutRedirectUris, port: issuerPort() };
    provider = await OpenIdProvider.start(wishes);
    browser = await launch();
  });
  beforeEach(async () => {
    visitor = await Visitor.come(browser, undefined, provider.issuer);
  });
  afterEach(async () => {
    await visitor.leave();
    expect(visitor.problems).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    await provider.stop();
  });

  const continueAs = async (account: string, address: string) => {
    const { page } = visitor;
    await page.goto(address);
    await page.getByRole('button', { name: 'Continue with Acme single sign-on' }).click();
    await page.getByLabel('Account').fill(account);
    await page.getByRole('button', { name: 'Sign in' }).click();
  };

  it('signs in, comes to where he wanted to go, and sees his login in the log', async () => {
    const { page } = visitor;
    await continueAs('olga', '/admin/audit-logs?resourceKind=session');
    await page.waitForURL('**/admin/audit-logs?resourceKind=session');
    await visitor.settled();
    await page.getByText('olga@acme.example').first().waitFor();
    expect(await visitor.barriers()).toEqual([]);
    // Who has no password here is offered none to change.
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).waitFor();
    expect(await page.getByRole('menuitem', { name: 'Change password' }).count()).toBe(0);
    const login = await waitFor('the login', async () => {
      const list = await ask('GET', '/v1/audits?resourceKind=session&search=olga', { user: admin });
      return (list.body.items as { spec: object }[])[0];
    });
    expect(login.spec).toMatchObject({
      actionType: 'activity',
      outcome: 'success',
      actor: { actorType: 'user', user: { emailId: 'olga@acme.example', firstName: 'Olga', org: 'Acme' } },
    });
  });

  it('is signed out at the issuer, too, where that is set up', async () => {
    const { page } = visitor;
    await continueAs('olga', '/admin/audit-logs');
    await page.waitForURL('**/admin/audit-logs');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    // The issuer asks: nothing that Trailbook sends says whose session it is.
    await page.waitForURL(`${provider.issuer}/session/end?*`);
    await page.getByRole('button', { name: /^Yes/ }).click();
    await page.waitForURL('**/sign-in');
    await page.getByRole('button', { name: 'Continue with Acme single sign-on' }).click();
    await page.getByLabel('Account').waitFor();
  });

  it('is told when they cancel at the issuer', async () => {
    const { page } = visitor;
    await page.goto('/sign-in');
    await page.getByRole('button', { name: 'Continue with Acme single sign-on' }).click();
    await page.getByRole('link', { name: 'Cancel' }).click();
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('The sign-in by Acme single sign-on was cancelled');
  });

  it('is told when he is not let in, and can go back', async () => {
    const { page } = visitor;
    await continueAs('impostor', '/sign-in');
    await page.getByRole('alert').waitFor();
    expect(await page.getByRole('alert').textContent()).toContain('not let in');
    expect(await visitor.barriers()).toEqual([]);
    // The code is used up, and what the page kept is gone: loading it again signs nobody in.
    await page.reload();
    await page.getByText('was not begun in this tab').waitFor();
    await page.getByRole('link', { name: 'Back to signing in' }).click();
    await page.waitForURL('**/sign-in');
  });

  it('calls the API with the issuer’s token, within his roles, and is the actor of what he does', async () => {
    const token = await accessToken(provider, 'olga', redirectUri, apiAudience);
    const body = { metadata: { name: `sso-${Date.now()}` }, spec: {} };
    const post = (projectUid?: string) => ask('POST', '/v1/clusterprofiles', { token, projectUid, body });
    const made = await post(payments?.uid);
    expect(made.status).toBe(201);
    expect([(await post(storefront?.uid)).status, (await post()).status]).toEqual([403, 403]);
    expect((await ask('GET', '/v1/audits', { token })).status).toBe(200);
    expect((await ask('GET', `/v1/tenants/${admin.tenantUid}/users`, { token })).status).toBe(403);
    const auditUid = made.headers.get('audituid') ?? '';
    const entry = await waitFor('the entry', () => readEntry(auditUid, { token, projectUid: payments?.uid }));
    const me = await ask('GET', '/v1/me', { token });
    expect(entry.spec.actor).toMatchObject({
      actorType: 'user',
      user: { uid: me.body.metadata.uid, emailId: 'olga@acme.example', firstName: 'Olga', lastName: 'Petrov' },
      project: { uid: payments?.uid },
    });
    const foreign = await accessToken(provider, 'olga', redirectUri, 'https://another.example');
    expect((await ask('GET', '/v1/audits', { token: foreign })).status).toBe(401);
  });
});
