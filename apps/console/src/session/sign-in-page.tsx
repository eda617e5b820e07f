import { Alert, Anchor, Button, Center, Paper, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import type { AuthenticateRequest, AuthenticateResponse } from '@trailbook/contract';
import { useState, type FormEvent } from 'react';
import { Navigate, useLocation } from 'react-router';
import { messageOf } from '../api/api-failure';
import { call } from '../api/call';
import { useTitle } from '../parts/use-title';
import { Logo } from '../shell/logo';
import { IssuerButtons } from './issuer-buttons';
import { session } from './session';
import { useSession } from './use-me';

const authenticate = (body: AuthenticateRequest) =>
  call<AuthenticateResponse>('/v1/auth/authenticate', { method: 'POST', query: { setCookie: 'only' }, body });

export function SignInPage() {
  useTitle('Sign in');
  const location = useLocation();
  const mark = useSession();
  const [withOrg, setWithOrg] = useState(false);
  const queries = useQueryClient();
  const signIn = useMutation({
    mutationFn: authenticate,
    onSuccess: () => {
      queries.clear();
      session.begin();
    },
  });
  const from = (location.state as { from?: string } | null)?.from;
  if (mark) return <Navigate to={from ?? '/'} replace />;

  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const text = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' ? value : '';
    };
    signIn.mutate({ emailId: text('email').trim(), password: text('password'), org: text('org').trim() || undefined });
  };

  return (
    <Center component="main" mih="100dvh" p="md">
      <Paper withBorder shadow="sm" radius="lg" p="xl" w="100%" maw={420}>
        <form onSubmit={submit}>
          <Stack>
            <Logo size={40} />
            <div>
              <Title order={1} size="h2">
                Sign in to Trailbook
              </Title>
              <Text c="dimmed" size="sm" mt={4}>
                Who did what, when, and from where.
              </Text>
            </div>
            {session.ended() === 'expired' && !signIn.error && (
              <Alert color="yellow">Your session has ended. Sign in again to go on where you were.</Alert>
            )}
            {signIn.error && (
              <Alert color="red" role="alert">
                {messageOf(signIn.error)}
              </Alert>
            )}
            <TextInput name="email" type="email" label="E-mail" autoComplete="username" required autoFocus />
            <PasswordInput name="password" label="Password" autoComplete="current-password" required />
            {withOrg ? (
              <TextInput name="org" label="Organisation" description="Name or uid of the tenant" autoFocus />
            ) : (
              <Anchor component="button" type="button" size="sm" ta="left" onClick={() => setWithOrg(true)}>
                My e-mail belongs to several organisations
              </Anchor>
            )}
            <Button type="submit" fullWidth loading={signIn.isPending}>
              Sign in
            </Button>
            <IssuerButtons from={from} />
          </Stack>
        </form>
      </Paper>
    </Center>
  );
}
