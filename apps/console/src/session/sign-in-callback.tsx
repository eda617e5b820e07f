import { Alert, Anchor, Center, Loader, Stack } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link, useNavigate } from 'react-router';
import { messageOf } from '../api/api-failure';
import { useTitle } from '../parts/use-title';
import { endSignIn, NotBegunHere } from './issuer-sign-in-end';
import { session } from './session';

/** Where an OpenID Connect issuer sends the browser back to. */
export function SignInCallback() {
  useTitle('Signing in');
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [address] = useState(() => window.location.href);
  const end = useQuery({
    queryKey: ['end-sign-in', address],
    queryFn: () => endSignIn(address),
    retry: false,
    staleTime: Infinity,
    gcTime: 0,
  });
  useEffect(() => {
    if (!end.data) return;
    const { issuer, from } = end.data;
    queries.clear();
    session.begin(issuer);
    void navigate(from ?? '/', { replace: true });
  }, [end.data, navigate, queries]);
  return (
    <Center component="main" mih="100dvh" p="md">
      {end.isError ? (
        <Stack maw={420}>
          <Alert color="red" role="alert" title="You are not signed in">
            {end.error instanceof NotBegunHere
              ? 'This sign-in was not begun in this tab, or has been used already.'
              : messageOf(end.error)}
          </Alert>
          <Anchor component={Link} to="/sign-in" replace>
            Back to signing in
          </Anchor>
        </Stack>
      ) : (
        <Loader aria-label="Signing in" />
      )}
    </Center>
  );
}
