import { ActionIcon, Group, Skeleton, Stack, Text, Title, Tooltip } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import type { Audit } from '@trailbook/contract';
import { useLayoutEffect, useMemo, useRef } from 'react';
import { useNavigate } from 'react-router';
import type { AuditFilters } from '../audits/filters';
import { ActionBadge } from '../audits/action-badge';
import { CopyButton } from '../parts/copy-button';
import { Failure } from '../parts/failure';
import { Changes } from './changes';
import { Facts } from './facts';
import { Notes } from './notes';
import { useEntry, useEvent } from './queries';
import { RawEvent } from './raw-event';
import classes from './entry-panel.module.css';

interface Props {
  uid: string;
  /** Those in the list, for next and previous. */
  entries: readonly Audit[];
  addressOf: (uid: string) => string;
  close: () => void;
  /** Shows the list with these filters. */
  show: (filters: Partial<AuditFilters>) => void;
}

/**
 * One entry, beside the list, at an address of its own. The buttons for the next ones are never switched off, only told
 * to lead nowhere: the keyboard's focus stays on them at the ends of the list.
 */
export function EntryPanel({ uid, entries, addressOf, close, show }: Props) {
  const navigate = useNavigate();
  const panel = useRef<HTMLElement>(null);
  const index = useMemo(() => entries.findIndex(({ metadata }) => metadata.uid === uid), [entries, uid]);
  const query = useEntry(uid, entries[index]);
  const event = useEvent(uid);
  const entry = query.data;
  const goTo = (other: Audit | undefined) => other && void navigate(addressOf(other.metadata.uid));
  const newer = index > 0 ? entries[index - 1] : undefined;
  const older = index >= 0 ? entries[index + 1] : undefined;
  useLayoutEffect(() => panel.current?.focus({ preventScroll: true }), []);

  return (
    <aside
      ref={panel}
      className={classes.panel}
      aria-label="Entry"
      tabIndex={-1}
      onKeyDown={({ key }) => key === 'Escape' && close()}
    >
      <Group className={classes.bar} gap={4} wrap="nowrap">
        <Tooltip label="Newer entry">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Newer entry"
            aria-disabled={!newer}
            data-disabled={!newer || undefined}
            onClick={() => goTo(newer)}
          >
            <IconChevronUp size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <Tooltip label="Older entry">
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label="Older entry"
            aria-disabled={!older}
            data-disabled={!older || undefined}
            onClick={() => goTo(older)}
          >
            <IconChevronDown size={18} aria-hidden />
          </ActionIcon>
        </Tooltip>
        <div className={classes.space} />
        <CopyButton text={() => window.location.origin + addressOf(uid)} label="Copy link" />
        <ActionIcon variant="subtle" color="gray" aria-label="Close the entry" onClick={close}>
          <IconX size={18} aria-hidden />
        </ActionIcon>
      </Group>
      <div key={uid} className={classes.content} tabIndex={0} role="region" aria-label="Details of the entry">
        {query.isError && !entry && <Failure error={query.error} retry={() => void query.refetch()} />}
        {query.isPending && <Skeleton height={160} />}
        {entry && (
          <Stack gap="lg">
            <div>
              <Group gap={8}>
                <ActionBadge action={entry.spec.actionType} />
                <Text size="sm" c="dimmed">
                  {entry.spec.resource.kind}
                </Text>
              </Group>
              <Title order={2} size="h4" mt={6} className={classes.title}>
                {entry.spec.actionMsg || `${entry.spec.actionType} of ${entry.spec.resource.name}`}
              </Title>
            </div>
            <Facts entry={entry} event={event.data} show={show} />
            {entry.spec.contentMsg && (
              <section>
                <Title order={3} size="h6" mb={6}>
                  Details
                </Title>
                <Text size="sm" className={classes.details}>
                  {entry.spec.contentMsg}
                </Text>
              </section>
            )}
            {event.data?.data.changes && <Changes changes={event.data.data.changes} />}
            <Notes entry={entry} />
            {event.isError && <Failure error={event.error} retry={() => void event.refetch()} />}
            {event.data && <RawEvent event={event.data} />}
          </Stack>
        )}
      </div>
    </aside>
  );
}
