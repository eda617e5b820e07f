import { Button, Divider, Stack } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import type { Issuer, IssuerList } from '@trailbook/contract';
import { call } from '../api/call';
import { Failure } from '../parts/failure';
import { beginSignIn } from './issuer-sign-in';

/** A button for each OpenID Connect issuer that people can sign in by; nothing where there is none. */
export function IssuerButtons({ from }: { from?: string }) {
  const issuers = useQuery({
    queryKey: ['issuers'],
    queryFn: ({ signal }) => call<IssuerList>('/v1/auth/issuers', { signal }),
    staleTime: 60_000,
  });
  const begin = useMutation({ mutationFn: (issuer: Issuer) => beginSignIn(issuer, from) });
  const items = issuers.data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Stack>
      <Divider label="or" />
      {items.map((issuer) => (
        <Button
          key={issuer.metadata.name}
          variant="default"
          fullWidth
          loading={begin.isPending}
          onClick={() => begin.mutate(issuer)}
        >
          Continue with {issuer.spec.title}
        </Button>
      ))}
      {begin.isError && <Failure title="You are not signed in" error={begin.error} />}
    </Stack>
  );
}
