import { Center, Loader } from '@mantine/core';
import { createBrowserRouter, type RouteObject } from 'react-router';
import { Home, SignedIn } from './session/signed-in';
import { SignInPage } from './session/sign-in-page';
import { CrashPage, NotFoundPage } from './shell/crash-page';

const loading = (
  <Center mih="60dvh">
    <Loader aria-label="Loading" />
  </Center>
);

/** The pages that tenant and projects have alike. Each is loaded when it is first opened. */
const shared: RouteObject[] = [
  {
    path: 'audit-logs/:uid?',
    lazy: async () => ({ Component: (await import('./audits/audit-logs-page')).AuditLogsPage }),
  },
  {
    path: 'cluster-profiles',
    lazy: async () => ({ Component: (await import('./profiles/cluster-profiles-page')).ClusterProfilesPage }),
  },
];

/** Those of the tenant alone. */
const settings: RouteObject[] = [
  {
    path: 'audit-trails',
    lazy: async () => ({ Component: (await import('./trails/audit-trails-page')).AuditTrailsPage }),
  },
  {
    path: 'audit-trails/:uid',
    lazy: async () => ({ Component: (await import('./trails/trail-page')).TrailPage }),
  },
  { path: 'members', lazy: async () => ({ Component: (await import('./members/members-page')).MembersPage }) },
  { path: 'roles', lazy: async () => ({ Component: (await import('./members/roles-page')).RolesPage }) },
  { path: 'api-keys', lazy: async () => ({ Component: (await import('./keys/api-keys-page')).ApiKeysPage }) },
  { path: 'projects', lazy: async () => ({ Component: (await import('./projects/projects-page')).ProjectsPage }) },
];

export const router = createBrowserRouter([
  {
    errorElement: <CrashPage />,
    hydrateFallbackElement: loading,
    children: [
      { path: '/', element: <Home /> },
      { path: '/sign-in', element: <SignInPage /> },
      {
        path: '/sign-in/callback',
        lazy: async () => ({ Component: (await import('./session/sign-in-callback')).SignInCallback }),
      },
      {
        path: '/admin',
        element: <SignedIn />,
        children: [...shared, ...settings, { path: '*', element: <NotFoundPage /> }],
      },
      {
        path: '/project/:projectUid',
        element: <SignedIn />,
        children: [...shared, { path: '*', element: <NotFoundPage /> }],
      },
      { path: '*', element: <NotFoundPage /> },
    ],
  },
]);
