import { Badge } from '@mantine/core';
import type { TrailState } from '@trailbook/contract';

const looks = {
  active: { color: 'green', label: 'Active' },
  paused: { color: 'gray', label: 'Paused' },
  parked: { color: 'red', label: 'Failing, tries again' },
} as const;

export function TrailBadge({ state }: { state: TrailState }) {
  return (
    <Badge color={looks[state].color} variant="light">
      {looks[state].label}
    </Badge>
  );
}
