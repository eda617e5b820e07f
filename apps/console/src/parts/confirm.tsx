import { Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Dialog } from './dialog';
import { Failure } from './failure';

interface Props {
  title: string;
  /** On the button that does it. */
  act: string;
  children: ReactNode;
  run: () => Promise<unknown>;
  close: () => void;
}

/** Asks before something is done that cannot be undone, and names what it is done to. */
export function Confirm({ title, act, children, run, close }: Props) {
  const work = useMutation({ mutationFn: run, onSuccess: close });
  return (
    <Dialog onClose={close} title={title} centered>
      <Text size="sm">{children}</Text>
      {work.isError && <Failure title="Not done" error={work.error} />}
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={close} data-autofocus>
          Cancel
        </Button>
        <Button color="red.9" loading={work.isPending} onClick={() => work.mutate()}>
          {act}
        </Button>
      </Group>
    </Dialog>
  );
}
