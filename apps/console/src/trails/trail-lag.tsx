import { Text } from '@mantine/core';
import type { TrailDelivery } from '@trailbook/contract';
import { counted } from '../audits/words';
import { Ago } from '../parts/time';
import { useTrailStatus } from './queries';

const ages = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** `3 minutes` */
function ageTold(seconds: number): string {
  const [unit, length] = ages.find(([, least]) => seconds >= least) ?? ['second', 1];
  const style = { style: 'unit', unit, unitDisplay: 'long' } as const;
  return new Intl.NumberFormat(undefined, style).format(Math.floor(seconds / length));
}

/** How far a trail is behind, in words. */
export function lagTold(status: TrailDelivery): string {
  if (status.state === 'paused') return 'Paused';
  if (status.catchingUp) return 'Catching up';
  const { pending, pendingExact, lagSeconds = 0 } = status;
  if (pending === 0) return 'Up to date';
  const count = `${pendingExact === false ? 'at least ' : ''}${counted.format(pending)} on the way`;
  return lagSeconds >= 1 ? `${count}, the oldest for ${ageTold(lagSeconds)}` : count;
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
