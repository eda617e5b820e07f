import { Button, Center, Stack, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { useTitle } from '../parts/use-title';

/** Shown when a page itself fails, for example because a new version has replaced its files. */
export function CrashPage() {
  useTitle('Error');
  return (
    <Center component="main" mih="100dvh" p="md">
      <Stack align="center" ta="center" maw={420}>
        <Title order={1} size="h3">
          This page could not be shown
        </Title>
        <Text c="dimmed">Perhaps Trailbook was updated meanwhile. Load the page again to get its present version.</Text>
        <Button onClick={() => window.location.reload()}>Load again</Button>
      </Stack>
    </Center>
  );
}

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <Center py={80} px="md">
      <Stack align="center" ta="center" maw={420}>
        <Title order={1} size="h3">
          There is no such page
        </Title>
        <Text c="dimmed">The address may be mistyped, or what it led to is gone.</Text>
        <Button component={Link} to="/">
          To the first page
        </Button>
      </Stack>
    </Center>
  );
}
