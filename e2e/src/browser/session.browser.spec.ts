import { waitFor } from '@trailbook/testing';
import { ask, logIn } from '../clients/rest';
import { endpoints, userWith } from '../system/running-system';
import { visits } from './visits';

const admin = userWith('Tenant Admin');
const viewer = userWith('Project Viewer');
const [project, foreign] = endpoints().tenants[0]?.projects ?? [];

describe('the way into the console', () => {
  const come = visits();

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

  it('loads at most 300 kB, compressed, for its first screen', async () => {
    const visitor = await come();
    const sizes: Promise<number>[] = [];
    visitor.page.on('requestfinished', (request) => {
      const size = async () => {
        const { responseBodySize, responseHeadersSize } = await request.sizes();
        return responseBodySize + responseHeadersSize;
      };
      if (!request.url().includes('/v1/')) sizes.push(size());
    });
    await visitor.signIn(admin, '/admin/audit-logs');
    await visitor.settled();
    const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
    expect(bytes).toBeGreaterThan(50_000);
    expect(bytes).toBeLessThanOrEqual(300_000);
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
    await page.getByText(admin.email).first().waitFor();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
  });

  it('is a session that a new tab has too, that no script reads, and that signing out ends everywhere', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs');
    const kept = (await page.context().cookies()).find(({ name }) => name === 'trailbook-session');
    expect(kept).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    const readable = await page.evaluate<string>(
      '[document.cookie, ...Object.values(localStorage), ...Object.values(sessionStorage)].join()',
    );
    expect(readable).not.toContain(kept?.value);
    const tab = await page.context().newPage();
    await tab.goto('/admin/members');
    await tab.getByRole('heading', { name: 'Members' }).waitFor();
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await tab.waitForURL('**/sign-in');
    // Whoever kept the token: the session is over.
    await waitFor('the end', async () => (await ask('GET', '/v1/me', { token: kept?.value })).status === 401);
    const logout = await waitFor('its entry', async () => {
      const list = await ask('GET', '/v1/audits?resourceKind=session&search=logged%20out', { user: admin });
      return (list.body.items as { spec: { actionMsg: string } }[])[0];
    });
    expect(logout.spec.actionMsg).toBe(`${admin.email} logged out`);
  });

  it('shows one’s own sessions, and ends another', async () => {
    const visitor = await come();
    const { page } = visitor;
    const elsewhere = await logIn(viewer);
    await visitor.signIn(viewer);
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'My sessions' }).click();
    const dialog = page.getByRole('dialog', { name: 'My sessions' });
    await dialog.getByText('This one').waitFor();
    expect(await visitor.barriers()).toEqual([]);
    await dialog.getByRole('button', { name: 'End all others' }).click();
    await dialog.getByRole('button', { name: 'End', exact: true }).first().waitFor({ state: 'detached' });
    await waitFor('the end', async () => (await ask('GET', '/v1/me', { token: elsewhere })).status === 401);
    await dialog.getByText('This one').waitFor();
  });

  it('leads who signs in after somebody has signed out to a page of their own', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/members');
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Sign out' }).click();
    await page.waitForURL('**/sign-in');
    await page.locator('input[name=email]').fill(viewer.email);
    await page.locator('input[name=password]').fill(viewer.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL(`**/project/${project?.uid}/audit-logs`);
  });

  it('says that a session has ended, and goes on where it was', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs?actionType=delete');
    await visitor.settled();
    await page.context().clearCookies({ name: 'trailbook-session' });
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText('Your session has ended').waitFor();
    await page.locator('input[name=email]').fill(admin.email);
    await page.locator('input[name=password]').fill(admin.password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.waitForURL('**/admin/audit-logs?actionType=delete');
  });

  it('sets a new password for whoever knows the present one, and goes on', async () => {
    const email = 'pia@acme.example';
    const [first, second] = ['Pia-has-a-long-passphrase-7', 'Pia-has-another-one-8'];
    const users = `/v1/tenants/${admin.tenantUid}/users`;
    const made = await ask('POST', users, { user: admin, body: { spec: { emailId: email, password: first } } });
    const pia = { email, password: first, apiKey: '', tenantUid: admin.tenantUid, role: 'none' };
    const elsewhere = await logIn(pia);
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(pia);
    const dialog = page.getByRole('dialog', { name: 'Change password' });
    const field = (name: string) => dialog.getByRole('textbox', { name, exact: true });
    const change = async (current: string, next: string, again: string) => {
      await field('Present password').fill(current);
      await field('New password').fill(next);
      await field('New password, once more').fill(again);
      await dialog.getByRole('button', { name: 'Change' }).click();
    };
    await page.getByRole('button', { name: /^Account of/ }).click();
    await page.getByRole('menuitem', { name: 'Change password' }).click();
    await change(first, second, 'mistyped-once');
    await dialog.getByText('typed in two ways').waitFor();
    await change('not-the-password', second, second);
    await dialog.getByText('That is not your present password.').waitFor();
    await change(first, second, second);
    await dialog.waitFor({ state: 'detached' });
    await page.getByText('Your password is changed.').waitFor();
    // This session goes on, with a token of its own; the other one is over.
    await page.reload();
    await page.getByText('No role is given to you yet').waitFor();
    expect((await ask('GET', '/v1/me', { token: elsewhere })).status).toBe(401);
    await expect(logIn(pia)).rejects.toThrow('401');
    await logIn({ ...pia, password: second });
    expect((await ask('DELETE', `${users}/${made.body.uid as string}`, { user: admin })).status).toBe(204);
  });

  it('changes between the tenant and its projects', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(admin, '/admin/audit-logs');
    await page.getByRole('button', { name: /^Scope:/ }).click();
    await page.getByRole('menuitem', { name: project?.name }).click();
    await page.waitForURL(`**/project/${project?.uid}/audit-logs`);
    await page.getByRole('link', { name: 'Audit Trails' }).waitFor({ state: 'detached' });
  });

  it('offers a Project Viewer his project alone', async () => {
    const visitor = await come();
    const { page } = visitor;
    await visitor.signIn(viewer);
    await page.waitForURL(`**/project/${project?.uid}/audit-logs`);
    await visitor.settled();
    const own = await ask('GET', '/v1/audits?limit=1', { user: viewer, projectUid: project?.uid });
    await page.goto(`/project/${project?.uid}/audit-logs?range=1y`);
    await visitor.untilTotal(own.body.listmeta.count as number);
    for (const name of ['Download', 'Project']) expect(await page.getByRole('button', { name }).count()).toBe(0);
    for (const name of ['Audit Trails', 'Members', 'Cluster Profiles'])
      expect(await page.getByRole('link', { name }).count()).toBe(0);
    await page.locator('[data-index="0"] a').click();
    await page.getByRole('heading', { name: 'Event as received' }).waitFor();
    expect(await page.getByLabel('Add an update note').count()).toBe(0);
    for (const address of ['/admin/audit-logs', '/admin/members', `/project/${foreign?.uid}/audit-logs`]) {
      await page.goto(address);
      await page.getByRole('heading', { name: 'You have no access here' }).waitFor();
    }
  });

  it('offers an outsider nothing, and says whom to ask', async () => {
    const visitor = await come();
    await visitor.signIn(userWith('none'));
    await visitor.page.getByText('No role is given to you yet').waitFor();
    expect(await visitor.page.getByRole('navigation').getByRole('link').count()).toBe(0);
    expect(await visitor.page.getByRole('button', { name: /^Scope/ }).count()).toBe(0);
  });
});
