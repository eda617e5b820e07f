import { Alert, Anchor, SimpleGrid, Text } from '@mantine/core';
import type { ColumnDef } from '@tanstack/react-table';
import type { TrailComparison, TrailDifference } from '@trailbook/contract';
import { Link } from 'react-router';
import { counted } from '../audits/words';
import { DataTable } from '../parts/data-table';
import { Time } from '../parts/time';
import { verdictOf } from './verdict';
import classes from './trails.module.css';

const kinds: Record<TrailDifference['kind'], string> = {
  missing: 'Missing in CloudWatch',
  rejected: 'Refused by CloudWatch',
  unexpected: 'Not in the log',
  content: 'Another content than in the log',
  receipt: 'A receipt contradicts itself',
};

const columns: ColumnDef<TrailDifference>[] = [
  { header: 'What', accessorFn: ({ kind }) => kinds[kind] },
  {
    header: 'Entry',
    accessorFn: ({ uid }) => uid,
    cell: ({ row: { original } }) =>
      original.uid ? (
        <Anchor component={Link} to={`/admin/audit-logs/${encodeURIComponent(original.uid)}`} size="sm">
          {original.uid}
        </Anchor>
      ) : (
        original.requestId
      ),
  },
  {
    header: 'Time',
    accessorFn: ({ time }) => time,
    cell: ({ row: { original } }) => original.time && <Time value={original.time} />,
  },
  { header: 'Partition and offset', accessorFn: ({ partition, offset }) => [partition, offset].join(' · ') },
];

/** The outcome of a reconciliation: a verdict, the counts behind it, and the first differences. */
export function Comparison({ comparison }: { comparison: TrailComparison }) {
  const { tone, title, advice } = verdictOf(comparison);
  const counts = {
    'In the log': comparison.entries,
    Acknowledged: comparison.acknowledged,
    Pending: comparison.pending,
    Missing: comparison.missing,
    Refused: comparison.rejected,
    'Not in the log': comparison.unexpected,
    'Other content': comparison.differing,
    Repeated: comparison.repeated,
    Replayed: comparison.replayed,
  };
  return (
    <div role="status" aria-label="Comparison">
      <Alert color={tone} mt="md" title={title}>
        {advice}
      </Alert>
      <SimpleGrid component="dl" cols={{ base: 2, xs: 4 }} spacing="md" my="md">
        {Object.entries(counts).map(([name, count]) => (
          <div key={name}>
            <Text component="dt" size="xs" c="dimmed">
              {name}
            </Text>
            <Text component="dd" m={0} fw={600} className={classes.count}>
              {counted.format(count)}
            </Text>
          </div>
        ))}
      </SimpleGrid>
      {comparison.differences.length > 0 && (
        <DataTable
          label="Differences"
          rows={comparison.differences}
          columns={columns}
          keyOf={(difference) => JSON.stringify(difference)}
        />
      )}
    </div>
  );
}
