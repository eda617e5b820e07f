import { Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { FormEvent, ReactNode } from 'react';
import { Dialog } from './dialog';
import { Failure } from './failure';

interface Props {
  title: string;
  act: string;
  size?: string;
  children: ReactNode;
  /** Saves what the form says. May refuse with an Error that says why. */
  save: (fields: FormFields) => Promise<unknown>;
  close: () => void;
}

/** The texts of a form's fields, without spaces around; "" where there is none. */
export class FormFields {
  constructor(private readonly data: FormData) {}

  text(name: string): string {
    const value = this.data.get(name);
    return typeof value === 'string' ? value.trim() : '';
  }

  /** As typed. */
  secret(name: string): string {
    const value = this.data.get(name);
    return typeof value === 'string' ? value : '';
  }

  all(name: string): string[] {
    return this.data.getAll(name).filter((value) => typeof value === 'string');
  }
}

/** A form in a dialog: it closes when what it says is saved. */
export function FormModal({ title, act, size, children, save, close }: Props) {
  const work = useMutation({ mutationFn: save, onSuccess: close });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    work.mutate(new FormFields(new FormData(event.currentTarget)));
  };
  return (
    <Dialog onClose={close} title={title} size={size}>
      <form onSubmit={submit}>
        <Stack>
          {children}
          {work.isError && <Failure title="Not saved" error={work.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={work.isPending}>
              {act}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
}
