import { messageDigestSql, type DigestedMessage } from './content';
import type { StoreView } from './store-view';
import type { Trail } from './trails';

export interface DeliveryFindings {
  /** Messages that sinks hold, all trails together. */
  held: number;
  /** Of these, more of an entry than one: after a call without an answer it is sent again. */
  twice: number;
  wrong: string[];
}

interface Expected {
  digest: string;
  /** An event of the load; else one of Trailbook's own, which may be older than the trail. */
  isLoad: boolean;
  times: number;
}

/** What each trail's sink holds against the entries of its tenant. */
export async function compareDeliveries(
  store: StoreView,
  held: ReadonlyMap<Trail, Iterable<DigestedMessage>>,
): Promise<DeliveryFindings> {
  const findings: DeliveryFindings = { held: 0, twice: 0, wrong: [] };
  for (const [trail, messages] of held) {
    const expected = await entriesOf(store, trail.tenantUid);
    const unknown: string[] = [];
    const different: string[] = [];
    for (const { uid, digest } of messages) {
      findings.held += 1;
      const entry = expected.get(uid);
      if (entry === undefined) unknown.push(uid);
      // Trailbook's own events have attributes that `content.ts` doesn't know.
      else if (entry.isLoad && entry.digest !== digest) different.push(uid);
      else if ((entry.times += 1) > 1) findings.twice += 1;
    }
    const lost = [...expected].filter(([, { isLoad, times }]) => isLoad && times === 0).map(([uid]) => uid);
    const at = `the sink of ${trail.tenantUid}`;
    findings.wrong.push(
      ...sentence(lost, `entries of ${expected.size} are not at ${at}`),
      ...sentence(different, `messages at ${at} differ from their entries`),
      ...sentence(unknown, `messages at ${at} are of no entry of the tenant`),
    );
  }
  return findings;
}

async function entriesOf(store: StoreView, tenantUid: string): Promise<Map<string, Expected>> {
  const rows = await store.ask<{ uid: string; digest: string; is_load: boolean }>(
    `SELECT replace(e.uid::text, '-', '') AS uid, ${messageDigestSql} AS digest, s.uri LIKE '/chaos/%' AS is_load
       FROM audit.entry e JOIN audit.source s ON s.id = e.source_id
      WHERE e.tenant_id = (SELECT id FROM audit.tenant WHERE uid = $1)`,
    [tenantUid],
  );
  return new Map(rows.map(({ uid, digest, is_load: isLoad }) => [uid, { digest, isLoad, times: 0 }]));
}

const sentence = (uids: readonly string[], what: string): string[] =>
  uids.length === 0 ? [] : [`${uids.length} ${what}: ${uids.slice(0, 3).join(', ')}`];
