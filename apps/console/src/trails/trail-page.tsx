import { Alert, Anchor, Group, Paper, SimpleGrid, Text } from '@mantine/core';
import type { TrailDelivery } from '@trailbook/contract';
import type { ReactNode } from 'react';
import { Link, useNavigate, useParams } from 'react-router';
import { counted } from '../audits/words';
import { Found, Page } from '../parts/page';
import { Ago, localText } from '../parts/time';
import { EventsTold } from './events-told';
import { Fact } from './fact';
import { Reconcile } from './reconcile';
import { ReplayProgress } from './replay-progress';
import { TrailBadge } from './trail-badge';
import { lagTold } from './trail-lag';
import { TrailMenu } from './trail-menu';
import { useTrail, useTrailStatus } from './queries';
import classes from './trails.module.css';

/** One trail: what it delivered, what it could not, and whether anything is missing. */
export function TrailPage() {
  const { uid = '' } = useParams();
  const navigate = useNavigate();
  const trail = useTrail(uid);
  const status = useTrailStatus(uid);
  const { cloudWatch, splunk, filter } = trail.data?.spec ?? {};
  return (
    <Page
      title={trail.data?.metadata.name ?? 'Audit trail'}
      about={
        <Anchor component={Link} to="/admin/audit-trails" size="sm">
          All audit trails
        </Anchor>
      }
      actions={
        trail.data && (
          <>
            {trail.data.status && <TrailBadge state={trail.data.status.state} />}
            <TrailMenu trail={trail.data} gone={() => void navigate('/admin/audit-trails', { replace: true })} />
          </>
        )
      }
    >
      <Found query={trail}>
        {() => (
          <Group gap="xl" mb="lg">
            {splunk && <Fact name="Splunk" value={splunk.url} />}
            <Fact name="Group" value={cloudWatch?.group} />
            <Fact name="Stream" value={trail.data?.status?.stream} />
            <Fact name="Region" value={cloudWatch?.region} />
            <Fact
              name="Access"
              value={
                splunk
                  ? 'Token'
                  : (cloudWatch?.credentials.sts?.arn ?? cloudWatch?.credentials.accessKey ?? 'Platform identity')
              }
            />
            <EventsTold filter={filter} />
          </Group>
        )}
      </Found>
      <Found query={status}>{({ status: delivery }) => <Delivery delivery={delivery} />}</Found>
      {status.data?.status.replay && <ReplayProgress replay={status.data.status.replay} />}
      <Reconcile uid={uid} />
    </Page>
  );
}

function Delivery({ delivery }: { delivery: TrailDelivery }) {
  const { lastError, retryAt, deliveredAt } = delivery;
  return (
    <>
      {lastError && delivery.state === 'parked' && (
        <Alert color="red" role="alert" mb="md" title="CloudWatch does not take the events">
          {lastError.message}
          {retryAt && ` Tried again at ${localText(retryAt)}. Nothing is lost meanwhile.`}
        </Alert>
      )}
      <SimpleGrid cols={{ base: 2, sm: 4 }} spacing="md">
        <Count name="Delivered" value={delivery.delivered}>
          {deliveredAt && (
            <>
              last <Ago value={deliveredAt} />
            </>
          )}
        </Count>
        <Count name="Pending" value={delivery.pending}>
          {lagTold(delivery)}
        </Count>
        <Count name="Rejected" value={delivery.rejected}>
          could not be delivered at all
        </Count>
        <Count name="Shortened" value={delivery.shortened ?? 0}>
          were too long for CloudWatch
        </Count>
      </SimpleGrid>
    </>
  );
}

function Count({ name, value, children }: { name: string; value: number; children: ReactNode }) {
  return (
    <Paper withBorder p="md">
      <Text size="sm" c="dimmed">
        {name}
      </Text>
      <div className={classes.number}>{counted.format(value)}</div>
      <Text size="xs" c="dimmed">
        {children}
      </Text>
    </Paper>
  );
}
