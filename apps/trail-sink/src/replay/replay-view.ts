import type { TrailReplay } from '@trailbook/contract';
import type { ReplayRow } from './replay-store';

/** A replay as REST shows it. */
export function replayView(row: ReplayRow): TrailReplay {
  return {
    uid: row.uid,
    state: row.state,
    startTime: row.start_time.toISOString(),
    endTime: row.end_time.toISOString(),
    requestedAt: row.requested_at.toISOString(),
    ...(row.finished_at && { finishedAt: row.finished_at.toISOString() }),
    total: Number(row.total),
    sent: Number(row.sent),
    rejected: Number(row.rejected),
    ...(row.sent_time && { sentUpTo: row.sent_time.toISOString() }),
  };
}
