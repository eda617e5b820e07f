import { Button, Popover, Stack, TextInput } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';

/** Adds a resource, by its uid, to those whose entries are shown. */
export function ResourceFilter({ add }: { add: (uid: string) => void }) {
  const [opened, setOpened] = useState(false);
  const toggle = () => setOpened((before) => !before);
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const uid = new FormData(event.currentTarget).get('resource');
    if (typeof uid === 'string' && uid.trim()) add(uid.trim());
    setOpened(false);
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button size="xs" variant="default" onClick={toggle} rightSection={<IconChevronDown size={14} aria-hidden />}>
          Resource
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Resource">
        <form onSubmit={submit}>
          <Stack gap="xs">
            <TextInput
              size="xs"
              name="resource"
              label="Resource uid"
              description="Names are found by the search"
              maxLength={256}
              autoComplete="off"
            />
            <Button type="submit" size="xs">
              Apply
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
