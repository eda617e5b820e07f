import { randomUUID } from 'node:crypto';
import { entryUid } from '@trailbook/contract';
import { tenantUid } from '../store-layout/events';
import type { Line } from './java-producer';

const MiB = 1024 * 1024;

export const codecs = ['gzip', 'snappy', 'lz4', 'zstd'] as const;

/** Records that unpack to sixty megabytes each. Snappy makes 60 KB of one, too; the others as much or less. */
export function* bombs(codec: string, count: number, published: { bombs: number; bytes: number }): Generator<Line> {
  const value = 'x'.repeat(60 * MiB);
  for (let n = 0; n < count; n += 1) {
    published.bombs += 1;
    published.bytes += value.length;
    yield { headers: { ce_id: `${codec} ${n}` }, key: 'bombs', value };
  }
}

/** Valid events of 250 KB each, 75 MiB in all. @param uids is told those of their entries */
export function* largeEvents(uids: Set<string>): Generator<Line> {
  const tenant = tenantUid(0);
  const filler = 'the same again and again '.repeat(10_000);
  for (let n = 0; n < 312; n += 1) {
    const id = randomUUID();
    const source = '/services/bench';
    const headers = {
      'content-type': 'application/json',
      ce_specversion: '1.0',
      ce_type: 'dev.trailbook.audit.event.v1',
      ...{ ce_id: id, ce_source: source, ce_time: new Date().toISOString() },
    };
    const resource = { kind: 'cluster', uid: `large-${n}` };
    const actor = { actorType: 'service', serviceName: 'bench' };
    uids.add(entryUid(tenant, source, id));
    const data = { tenantUid: tenant, actionType: 'update', resource, actor, filler };
    yield { headers, key: tenant, value: JSON.stringify(data) };
  }
}
