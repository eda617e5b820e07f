import { Alert, Button, Group, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { ApiFailure, messageOf } from '../api/api-failure';

interface Props {
  error: unknown;
  /** What could not be done, where it was not loading. */
  title?: string;
  retry?: () => void;
}

/** What went wrong, with the id to find it by, and a way to try again. */
export function Failure({ error, title, retry }: Props) {
  return (
    <Alert color="red" role="alert" icon={<IconAlertTriangle aria-hidden />} title={title ?? titleOf(error)} maw={640}>
      <Text size="sm">{messageOf(error)}</Text>
      {error instanceof ApiFailure && error.body.ref && (
        <Text size="xs" mt={4}>
          Request {error.body.ref}
        </Text>
      )}
      {retry && (
        <Group mt="sm">
          <Button size="xs" variant="default" onClick={retry}>
            Try again
          </Button>
        </Group>
      )}
    </Alert>
  );
}

function titleOf(error: unknown): string {
  const status = error instanceof ApiFailure ? error.status : undefined;
  if (status === 403) return 'You may not see this';
  if (status === 404) return 'Not found';
  return 'This could not be loaded';
}
