import type { Scene } from './scene';

export const sessionScenes: readonly Scene[] = [
  { name: 'sign-in', at: '/sign-in' },
  {
    name: 'sign-in-refused',
    at: '/sign-in',
    act: async (page) => {
      await page.locator('input[name=email]').fill('ada@acme.example');
      await page.locator('input[name=password]').fill('not-the-password');
      await page.getByRole('button', { name: 'Sign in' }).click();
      await page.getByRole('alert').waitFor();
    },
  },
  {
    name: 'session-ended',
    at: '/sign-in',
    act: async (page) => {
      await page.evaluate("localStorage.setItem('trailbook.session', 'of another day')");
      await page.goto('/admin/audit-logs');
      await page.getByText('Your session has ended').waitFor();
    },
  },
  { name: 'outsider', as: 'none', at: '/' },
  { name: 'viewer', as: 'Project Viewer', at: '/' },
  { name: 'not-permitted', as: 'Project Viewer', at: '/admin/audit-logs' },
  { name: 'no-such-page', as: 'Tenant Admin', at: '/admin/no-such-page' },
  {
    name: 'account',
    as: 'Tenant Admin',
    at: '/admin/members',
    act: (page) => page.getByRole('button', { name: /^Account of/ }).click(),
  },
  {
    name: 'account-sessions',
    as: 'Tenant Admin',
    at: '/admin/members',
    act: async (page) => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'My sessions' }).click();
      await page.getByText('This one').waitFor();
    },
  },
  {
    name: 'account-password',
    as: 'Tenant Admin',
    at: '/admin/members',
    act: async (page) => {
      await page.getByRole('button', { name: /^Account of/ }).click();
      await page.getByRole('menuitem', { name: 'Change password' }).click();
      await page.getByRole('dialog').waitFor();
    },
  },
  {
    name: 'scopes',
    as: 'Tenant Admin',
    at: '/admin/members',
    act: (page) => page.getByRole('button', { name: /^Scope:/ }).click(),
  },
  {
    name: 'navigation',
    as: 'Tenant Admin',
    at: '/admin/audit-logs',
    act: async (page) => {
      await page.setViewportSize({ width: 390, height: 844 });
      await page.getByRole('button', { name: 'Navigation' }).click();
    },
  },
];
