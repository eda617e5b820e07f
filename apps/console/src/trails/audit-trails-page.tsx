import { Anchor, Button, Text } from '@mantine/core';
import { IconBrandAws, IconPlus } from '@tabler/icons-react';
import type { ColumnDef } from '@tanstack/react-table';
import type { Trail } from '@trailbook/contract';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useCollection, useTenantPath } from '../api/collection';
import { DataTable } from '../parts/data-table';
import { Empty } from '../parts/empty';
import { Found, Page } from '../parts/page';
import { useCan } from '../session/scope-context';
import { TrailBadge } from './trail-badge';
import { TrailLag } from './trail-lag';
import { TrailMenu } from './trail-menu';
import { TrailWizard } from './trail-wizard';

const keyOf = ({ metadata }: Trail): string => metadata.uid ?? '';

const columns: ColumnDef<Trail>[] = [
  {
    header: 'Name',
    accessorFn: ({ metadata }) => metadata.name,
    cell: ({ row: { original } }) => (
      <Anchor component={Link} to={`/admin/audit-trails/${keyOf(original)}`} size="sm" fw={500}>
        {original.metadata.name}
      </Anchor>
    ),
  },
  {
    header: 'Group and stream',
    accessorFn: ({ spec }) => spec.cloudWatch?.group ?? spec.splunk?.url,
    cell: ({ row: { original } }) => <Target trail={original} />,
  },
  {
    header: 'State',
    accessorFn: ({ status }) => status?.state,
    cell: ({ row: { original } }) => original.status && <TrailBadge state={original.status.state} />,
  },
  {
    header: 'Lag and last error',
    enableSorting: false,
    cell: ({ row: { original } }) => <TrailLag uid={keyOf(original)} />,
  },
  {
    id: 'menu',
    header: '',
    enableSorting: false,
    cell: ({ row: { original } }) => <TrailMenu trail={original} />,
  },
];

function Target({ trail: { spec, status } }: { trail: Trail }) {
  const { cloudWatch, splunk } = spec;
  return (
    <>
      <Text size="sm">{cloudWatch?.group ?? splunk?.url}</Text>
      <Text size="xs" c="dimmed">
        {cloudWatch ? `${status?.stream} · ${cloudWatch.region}` : 'Splunk'}
      </Text>
    </>
  );
}

/** Admin Settings > Audit Trails: the live copies of the log in the tenant's own AWS account. */
export function AuditTrailsPage() {
  const query = useCollection<Trail>(useTenantPath('auditTrails'));
  const mayAdd = useCan('trail.create');
  const [adding, setAdding] = useState(false);
  const rows = useMemo(() => query.data ?? [], [query.data]);
  const add = mayAdd && (
    <Button leftSection={<IconPlus size={16} aria-hidden />} onClick={() => setAdding(true)}>
      Add new Audit Trail
    </Button>
  );
  return (
    <Page title="Audit Trails" about="A live copy of the log in your own AWS CloudWatch." actions={add}>
      <Found query={query}>
        {() =>
          rows.length === 0 ? (
            <Empty icon={IconBrandAws} title="No audit trail yet">
              Add one, and every event from then on arrives in your log group within seconds. Its credentials are
              verified against AWS before it is saved.
            </Empty>
          ) : (
            <DataTable label="Audit trails" rows={rows} columns={columns} keyOf={keyOf} />
          )
        }
      </Found>
      {adding && <TrailWizard close={() => setAdding(false)} />}
    </Page>
  );
}
