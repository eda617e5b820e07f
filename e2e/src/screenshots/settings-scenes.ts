import type { Page } from 'playwright-core';
import type { Scene } from './scene';

const as = 'Tenant Admin';
const press = (page: Page, name: string | RegExp) => page.getByRole('button', { name }).first().click();
const choose = async (page: Page, name: string) => {
  await press(page, /^Actions for/);
  await page.getByRole('menuitem', { name }).click();
};

export const settingsScenes: readonly Scene[] = [
  { name: 'profiles', as, at: '/project/{project}/cluster-profiles' },
  { name: 'profiles-empty', as, at: '/admin/cluster-profiles' },
  {
    name: 'profile-edit',
    as,
    at: '/project/{project}/cluster-profiles',
    act: (page) => choose(page, 'Edit'),
  },
  {
    name: 'profile-note',
    as,
    at: '/project/{project}/cluster-profiles',
    act: async (page) => {
      await choose(page, 'Edit');
      await page.getByLabel('Description').fill('Ingress for the demo, hardened');
      await press(page, 'Save');
      await page.getByLabel('Update note').fill('Raised after the incident of last Tuesday');
    },
  },
  { name: 'members', as, at: '/admin/members' },
  { name: 'member-add', as, at: '/admin/members', act: (page) => press(page, 'Add member') },
  { name: 'member-menu', as, at: '/admin/members', act: (page) => press(page, /^Actions for/) },
  { name: 'member-roles', as, at: '/admin/members', act: (page) => choose(page, 'Roles') },
  { name: 'member-delete', as, at: '/admin/members', act: (page) => choose(page, 'Delete') },
  { name: 'roles', as, at: '/admin/roles' },
  { name: 'role-add', as, at: '/admin/roles', act: (page) => press(page, 'Add role') },
  { name: 'keys', as, at: '/admin/api-keys' },
  { name: 'key-add', as, at: '/admin/api-keys', act: (page) => press(page, 'Add API key') },
  {
    name: 'key-made',
    as,
    at: '/admin/api-keys',
    act: async (page) => {
      await press(page, 'Add API key');
      await page.getByLabel('Name').fill('nightly-export');
      await press(page, 'Create');
      await page.getByTestId('api-key').waitFor();
    },
  },
  { name: 'projects', as, at: '/admin/projects' },
  { name: 'project-add', as, at: '/admin/projects', act: (page) => press(page, 'Add project') },
];
