import { Code, Group, Title } from '@mantine/core';
import { useMemo } from 'react';
import { CopyButton } from '../parts/copy-button';
import type { ReceivedEvent } from './queries';
import classes from './entry-panel.module.css';

const labels: Record<string, string> = {
  'trailbook-received-at': 'Received',
  'trailbook-kafka-topic': 'Topic',
  'trailbook-kafka-partition': 'Partition',
  'trailbook-kafka-offset': 'Offset',
  'ce-source': 'Source',
  'ce-id': 'Id',
};

/** The event as received, and where in Kafka it was. Copied are the bytes themselves; shown it is set out in lines. */
export function RawEvent({ event }: { event: ReceivedEvent }) {
  const pretty = useMemo(() => JSON.stringify(JSON.parse(event.text) as unknown, null, 2), [event.text]);
  return (
    <section aria-label="Event as received">
      <Group justify="space-between" mb={6}>
        <Title order={3} size="h6">
          Event as received
        </Title>
        <CopyButton text={() => event.text} label="Copy event" />
      </Group>
      <Code block className={classes.raw} tabIndex={0}>
        {pretty}
      </Code>
      <dl className={classes.origin}>
        {Object.entries(labels).map(([name, label]) => {
          const value = event.origin[name];
          return (
            value !== undefined && (
              <div key={name} style={{ display: 'contents' }}>
                <dt>{label}</dt>
                <dd>{value}</dd>
              </div>
            )
          );
        })}
      </dl>
    </section>
  );
}
