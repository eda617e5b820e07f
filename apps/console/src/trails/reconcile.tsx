import { Button, Group, NativeSelect, Paper, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { ranges, type RangeName } from '../audits/filters';
import { Failure } from '../parts/failure';
import { Comparison } from './comparison';
import { useTrailActions } from './queries';

/** Compares, for a range, what the log holds with what the sink acknowledged. */
export function Reconcile({ uid }: { uid: string }) {
  const { reconcile } = useTrailActions();
  const [range, setRange] = useState<RangeName>('24h');
  const work = useMutation({
    mutationFn: () => {
      const now = Date.now();
      const start = new Date(now - ranges[range].length).toISOString();
      return reconcile(uid, start, new Date(now).toISOString());
    },
  });
  return (
    <Paper withBorder p="md" mt="lg">
      <Title order={2} size="h5">
        Reconciliation
      </Title>
      <Text size="sm" c="dimmed" mb="sm">
        Compares what the log holds for this trail with what CloudWatch acknowledged.
      </Text>
      <Group align="flex-end">
        <NativeSelect
          label="Time"
          value={range}
          onChange={(event) => setRange(event.currentTarget.value as RangeName)}
          data={Object.entries(ranges).map(([value, { label }]) => ({ value, label }))}
        />
        <Button variant="default" loading={work.isPending} onClick={() => work.mutate()}>
          Compare
        </Button>
      </Group>
      {work.isError && <Failure title="Not compared" error={work.error} retry={() => work.mutate()} />}
      {work.data && <Comparison comparison={work.data.status} />}
    </Paper>
  );
}
