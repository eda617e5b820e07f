import { Paper, Progress, Text, Title } from '@mantine/core';
import type { TrailReplay } from '@trailbook/contract';
import { counted } from '../audits/words';
import { localText } from '../parts/time';

const titles = { running: 'Replay', done: 'Last replay', cancelled: 'Cancelled replay' } as const;

/** How far the entries of a range are delivered again. */
export function ReplayProgress({ replay }: { replay: TrailReplay }) {
  const { state, startTime, endTime, sent, total, rejected } = replay;
  return (
    <Paper withBorder p="md" mt="lg" role="status" aria-label="Replay">
      <Title order={2} size="h5">
        {titles[state]}
      </Title>
      <Text size="sm" c="dimmed">
        {localText(startTime)} – {localText(endTime)}
      </Text>
      <Text size="sm" mt="xs">
        {counted.format(sent)} of {counted.format(total)} delivered again
        {rejected > 0 && `, ${counted.format(rejected)} refused by CloudWatch`}
      </Text>
      {state === 'running' && (
        <Progress mt="xs" animated value={total > 0 ? (sent / total) * 100 : 100} aria-label="Progress of the replay" />
      )}
    </Paper>
  );
}
