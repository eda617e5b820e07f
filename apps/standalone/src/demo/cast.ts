/** The people and projects of the demo. */
export interface TenantScript {
  name: string;
  projects: string[];
  users: UserScript[];
  /** Entries of history. */
  entries: number;
}

export interface UserScript {
  email: string;
  firstName: string;
  lastName: string;
  role: 'Tenant Admin' | 'Project Viewer' | 'none';
}

/** The first user of each tenant is its administrator. A Project Viewer sees the first project. */
export const cast: readonly TenantScript[] = [
  {
    name: 'Acme',
    projects: ['Payments', 'Storefront'],
    users: [
      { email: 'ada@acme.example', firstName: 'Ada', lastName: 'Moreno', role: 'Tenant Admin' },
      { email: 'vik@acme.example', firstName: 'Vik', lastName: 'Sandström', role: 'Project Viewer' },
      { email: 'noor@acme.example', firstName: 'Noor', lastName: 'Haddad', role: 'none' },
    ],
    entries: 360,
  },
  {
    name: 'Globex',
    projects: ['Platform'],
    users: [{ email: 'gil@globex.example', firstName: 'Gil', lastName: 'Okafor', role: 'Tenant Admin' }],
    entries: 60,
  },
];
