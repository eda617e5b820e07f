import { Center, Loader } from '@mantine/core';
import { Navigate, Outlet, useLocation, useParams } from 'react-router';
import { Failure } from '../parts/failure';
import { Shell } from '../shell/shell';
import { ScopeContext } from './scope-context';
import { projectScope, scopesOf, tenantScope } from './scope';
import { NoAccess } from './no-access';
import { session } from './session';
import { useMe, useSession } from './use-me';

/** Everything behind the sign-in: finds who is there, and the scope that the address names. */
export function SignedIn() {
  const mark = useSession();
  const location = useLocation();
  const { projectUid } = useParams();
  const me = useMe();
  if (!mark) {
    // Whoever signs in after somebody has signed out begins on a page of their own.
    const from = session.ended() === 'signed-out' ? undefined : location.pathname + location.search;
    return <Navigate to="/sign-in" replace state={{ from }} />;
  }
  if (me.isPending) {
    return (
      <Center mih="100dvh">
        <Loader aria-label="Loading" />
      </Center>
    );
  }
  if (me.isError) {
    return (
      <Center component="main" mih="100dvh" p="md">
        <Failure error={me.error} retry={() => void me.refetch()} />
      </Center>
    );
  }
  const scope = projectUid === undefined ? tenantScope(me.data) : projectScope(me.data, projectUid);
  const permitted = scope !== undefined && scope.permissions.size > 0;
  return (
    <ScopeContext value={scope ?? tenantScope(me.data)}>
      <Shell me={me.data} scope={permitted ? scope : undefined}>
        {permitted ? <Outlet key={scope.base} /> : <NoAccess scopes={scopesOf(me.data)} />}
      </Shell>
    </ScopeContext>
  );
}

/** Leads to the first page that the caller may see. */
export function Home() {
  const mark = useSession();
  const me = useMe();
  if (!mark) return <Navigate to="/sign-in" replace />;
  if (!me.data) return <SignedIn />;
  const first = scopesOf(me.data).find(({ permissions }) => permissions.has('audit.list')) ?? scopesOf(me.data)[0];
  return <Navigate to={`${first?.base ?? '/admin'}/audit-logs`} replace />;
}
