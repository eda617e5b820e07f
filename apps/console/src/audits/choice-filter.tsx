import { Button, Checkbox, Group, Popover, ScrollArea, Stack, Text, TextInput } from '@mantine/core';
import { IconChevronDown, IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { counted } from './words';

export interface Choice {
  value: string;
  label: string;
  count?: number;
}

interface Props {
  label: string;
  choices: readonly Choice[];
  chosen: readonly string[];
  change: (values: string[]) => void;
}

/** With more than so many choices, they can be searched. */
const many = 8;

/** A filter of several values: a button that tells what is chosen, and a list to tick. */
export function ChoiceFilter({ label, choices, chosen, change }: Props) {
  const [text, setText] = useState('');
  const absent = chosen.filter((value) => !choices.some((choice) => choice.value === value));
  const all: Choice[] = [...absent.map((value) => ({ value, label: value })), ...choices];
  const shown = all.filter((choice) => choice.label.toLowerCase().includes(text.trim().toLowerCase()));
  const first = all.find(({ value }) => value === chosen[0])?.label;
  const told = chosen.length === 0 ? label : `${label}: ${first}${chosen.length > 1 ? ` +${chosen.length - 1}` : ''}`;
  return (
    <Popover position="bottom-start" width={280} shadow="md" trapFocus returnFocus onClose={() => setText('')}>
      <Popover.Target>
        <Button
          size="xs"
          variant={chosen.length > 0 ? 'light' : 'default'}
          rightSection={<IconChevronDown size={14} aria-hidden />}
          maw={260}
        >
          {told}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="xs" aria-label={label}>
        <Stack gap="xs">
          {all.length > many && (
            <TextInput
              size="xs"
              aria-label={`Search ${label}`}
              placeholder="Search"
              leftSection={<IconSearch size={14} aria-hidden />}
              value={text}
              onChange={(event) => setText(event.currentTarget.value)}
            />
          )}
          <ScrollArea.Autosize mah={280} viewportProps={{ tabIndex: -1 }}>
            <Checkbox.Group value={[...chosen]} onChange={change} aria-label={label}>
              <Stack gap={10} py={4} px={4}>
                {shown.map(({ value, label: name, count }) => (
                  <Checkbox
                    key={value}
                    size="xs"
                    value={value}
                    label={
                      <Group gap={6} wrap="nowrap">
                        <span>{name}</span>
                        {count !== undefined && (
                          <Text span size="xs" c="dimmed">
                            {counted.format(count)}
                          </Text>
                        )}
                      </Group>
                    }
                  />
                ))}
                {shown.length === 0 && (
                  <Text size="sm" c="dimmed">
                    Nothing in the time shown.
                  </Text>
                )}
              </Stack>
            </Checkbox.Group>
          </ScrollArea.Autosize>
          {chosen.length > 0 && (
            <Button size="compact-xs" variant="subtle" onClick={() => change([])}>
              Clear
            </Button>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
