import { Anchor, Center, List, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { IconLock } from '@tabler/icons-react';
import { Link } from 'react-router';
import { useTitle } from '../parts/use-title';
import type { Scope } from './scope';

/** Shown where the caller may see nothing, with where he may. */
export function NoAccess({ scopes }: { scopes: readonly Scope[] }) {
  useTitle('No access');
  return (
    <Center mih="60dvh" p="md">
      <Stack align="center" maw={440} ta="center">
        <ThemeIcon size={56} radius="xl" variant="light" color="gray" aria-hidden>
          <IconLock />
        </ThemeIcon>
        <Title order={1} size="h3">
          You have no access here
        </Title>
        {scopes.length > 0 ? (
          <>
            <Text c="dimmed">You may look at:</Text>
            <List listStyleType="none">
              {scopes.map(({ base, name }) => (
                <List.Item key={base}>
                  <Anchor component={Link} to={`${base}/audit-logs`}>
                    {name}
                  </Anchor>
                </List.Item>
              ))}
            </List>
          </>
        ) : (
          <Text c="dimmed">
            No role is given to you yet. Ask a tenant administrator for one, for example Project Viewer, then load this
            page again.
          </Text>
        )}
      </Stack>
    </Center>
  );
}
