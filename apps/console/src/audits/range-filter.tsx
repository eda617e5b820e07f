import { Alert, Button, Divider, Group, Popover, Stack, TextInput } from '@mantine/core';
import { IconCalendar, IconChevronDown } from '@tabler/icons-react';
import { useState, type FormEvent } from 'react';
import { localText } from '../parts/time';
import { ranges, type AuditFilters, type RangeName } from './filters';

type Times = Pick<AuditFilters, 'range' | 'startTime' | 'endTime'>;

/** `2026-01-02T03:04:05` in local time, as the browser's own input writes it. */
function inputValue(time: string | undefined): string {
  if (!time) return '';
  const date = new Date(time);
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 19);
}

function told({ range, startTime, endTime }: Times): string {
  if (range) return ranges[range].label;
  return `${startTime ? localText(startTime) : 'Begin'} – ${endTime ? localText(endTime) : 'now'}`;
}

/** The time shown: a quick range, or a start and an end date. */
export function RangeFilter({ times, change }: { times: Times; change: (times: Times) => void }) {
  const [opened, setOpened] = useState(false);
  const toggle = () => setOpened((before) => !before);
  const [wrong, setWrong] = useState(false);
  const apply = (next: Times) => {
    change(next);
    setOpened(false);
  };
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const data = new FormData(event.currentTarget);
    const time = (name: string) => {
      const value = data.get(name);
      return typeof value === 'string' && value ? new Date(value).toISOString() : undefined;
    };
    const next = { range: undefined, startTime: time('start'), endTime: time('end') };
    const turned = next.startTime !== undefined && next.endTime !== undefined && next.startTime > next.endTime;
    setWrong(turned);
    if (!turned) apply(next.startTime || next.endTime ? next : { ...next, range: '1y' });
  };
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant="default"
          onClick={toggle}
          leftSection={<IconCalendar size={15} aria-hidden />}
          rightSection={<IconChevronDown size={14} aria-hidden />}
        >
          {told(times)}
        </Button>
      </Popover.Target>
      <Popover.Dropdown p="sm" aria-label="Time">
        <Stack gap="sm">
          <Group gap={6} maw={300}>
            {(Object.keys(ranges) as RangeName[]).map((name) => (
              <Button
                key={name}
                size="compact-sm"
                variant={times.range === name ? 'filled' : 'default'}
                aria-pressed={times.range === name}
                onClick={() => apply({ range: name, startTime: undefined, endTime: undefined })}
              >
                {ranges[name].label}
              </Button>
            ))}
          </Group>
          <Divider />
          <form onSubmit={submit}>
            <Stack gap="xs">
              <TextInput
                type="datetime-local"
                step={1}
                size="xs"
                name="start"
                label="Start date"
                defaultValue={inputValue(times.startTime)}
              />
              <TextInput
                type="datetime-local"
                step={1}
                size="xs"
                name="end"
                label="End date"
                description="Empty: up to now"
                defaultValue={inputValue(times.endTime)}
              />
              {wrong && (
                <Alert color="red" p="xs" role="alert">
                  The end is before the start.
                </Alert>
              )}
              <Button type="submit" size="xs">
                Apply
              </Button>
            </Stack>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
