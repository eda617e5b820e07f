import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { Dialog } from '../parts/dialog';
import { ApiFailure } from '../api/api-failure';
import { call } from '../api/call';
import { noteProblem } from '../entry/note-problem';
import { Failure } from '../parts/failure';
import { useScope } from '../session/scope-context';

/** The entry of a change is in the log a moment later: so often its note is tried, so long apart. */
const tries = { most: 40, everyMs: 250 };

/** Asks, after a successful save, what was changed and why. It can be skipped. */
export function UpdateNoteDialog({ auditUid, name, close }: { auditUid: string; name: string; close: () => void }) {
  const { projectUid } = useScope();
  const [text, setText] = useState('');
  const problem = noteProblem(text);
  const save = useMutation({
    mutationFn: () => putNote(auditUid, text, projectUid),
    onSuccess: () => {
      notifications.show({ message: 'The note is in the log.' });
      close();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!problem) save.mutate();
  };
  return (
    <Dialog onClose={close} title="Saved. What did you change?">
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm" c="dimmed">
            An update note helps whoever reads the log of <b>{name}</b> later.
          </Text>
          <Textarea
            autosize
            minRows={3}
            data-autofocus
            label="Update note"
            value={text}
            error={text ? problem : undefined}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          {save.isError && <Failure title="Not saved" error={save.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Skip
            </Button>
            <Button type="submit" loading={save.isPending} disabled={problem !== undefined}>
              Save note
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}

async function putNote(auditUid: string, userMsg: string, projectUid: string | undefined): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await call(`/v1/audits/${encodeURIComponent(auditUid)}/userMsg`, {
        method: 'PATCH',
        body: { userMsg },
        projectUid,
      });
      return;
    } catch (error) {
      if (!(error instanceof ApiFailure) || error.status !== 404 || attempt === tries.most) throw error;
      await new Promise((resolve) => setTimeout(resolve, tries.everyMs));
    }
  }
}
