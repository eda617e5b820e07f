import { Text } from '@mantine/core';
import type { TrailDelivery } from '@trailbook/contract';
import { counted } from '../audits/words';
import { Ago } from '../parts/time';
import { useTrailStatus } from './queries';

/** How far a trail is behind, in words. */
export function lagTold(status: TrailDelivery): string {
  if (status.state === 'paused') return 'Paused';
  if (status.catchingUp) return 'Catching up';
  const waiting = status.pending ?? 0;
  if (waiting > 0) return `${counted.format(waiting)} on their way`;
  return (status.offsetsBehind ?? 0) > 0 ? `${counted.format(status.offsetsBehind ?? 0)} behind` : 'Up to date';
}

/** How far a trail is behind, and why its last delivery failed. */
export function TrailLag({ uid }: { uid: string }) {
  const { data } = useTrailStatus(uid);
  if (!data) return null;
  const { lastError } = data.status;
  return (
    <>
      <Text size="sm">{lagTold(data.status)}</Text>
      {lastError && (
        <Text size="xs" c="red" lineClamp={2} title={lastError.message}>
          {lastError.message} {lastError.at && <Ago value={lastError.at} />}
        </Text>
      )}
    </>
  );
}
