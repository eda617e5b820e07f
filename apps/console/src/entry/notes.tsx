import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import type { Audit } from '@trailbook/contract';
import { useState, type FormEvent } from 'react';
import { actorName, verificationWords } from '../audits/words';
import { Failure } from '../parts/failure';
import { Ago } from '../parts/time';
import { useScope } from '../session/scope-context';
import { noteProblem } from './note-problem';
import { useAddNote, useNotes } from './queries';
import classes from './entry-panel.module.css';

/** The update note of an entry with its history, and a field to add one where the reader may. */
export function Notes({ entry }: { entry: Audit }) {
  const { uid } = entry.metadata;
  const { actor } = entry.spec;
  const { permissions, userUid } = useScope();
  const mayAdd = permissions.has('audit.note') || actor.user?.uid === userUid;
  const notes = useNotes(uid);
  const add = useAddNote(uid);
  const [text, setText] = useState('');
  const [asked, setAsked] = useState(false);
  const problem = noteProblem(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (!problem) {
      add.mutate(text, {
        onSuccess: () => {
          setText('');
          setAsked(false);
        },
      });
    }
  };
  const items = notes.data?.items ?? [];
  if (!mayAdd && items.length === 0 && !notes.isError) return null;
  return (
    <section aria-label="Update notes">
      <Title order={3} size="h6" mb={6}>
        Update note
      </Title>
      <Stack gap="sm">
        {notes.isError && <Failure error={notes.error} retry={() => void notes.refetch()} />}
        {items.length > 0 && (
          <ul className={classes.notes}>
            {items.map((note) => (
              <li key={note.uid} className={classes.note}>
                <Text size="sm" className={classes.details}>
                  {note.userMsg}
                </Text>
                <Text size="xs" c="dimmed">
                  {actorName(note.actor)} · <Ago value={note.time} />
                  {note.sourceVerification && note.sourceVerification !== 'verified' && (
                    <> · {verificationWords[note.sourceVerification]}</>
                  )}
                </Text>
              </li>
            ))}
          </ul>
        )}
        {mayAdd && (
          <form onSubmit={submit}>
            <Textarea
              autosize
              minRows={2}
              size="sm"
              aria-label="Add an update note"
              placeholder="What changed, and why?"
              value={text}
              error={asked ? problem : undefined}
              onChange={(event) => setText(event.currentTarget.value)}
            />
            <Group justify="flex-end" mt={6}>
              <Button type="submit" size="xs" loading={add.isPending} disabled={text === ''}>
                Add note
              </Button>
            </Group>
            {add.isError && <Failure title="Not saved" error={add.error} />}
          </form>
        )}
      </Stack>
    </section>
  );
}
