import { createHash } from 'node:crypto';
import { entryUid } from '@trailbook/contract';
import { readTopic, type KafkaConnection, type ReceivedRecord } from '@trailbook/messaging';
import { contestSources } from './claims';
import { placeOf, type RejectedRecord } from './rejected';
import type { StoreView } from './store-view';

/** How the claims of contested identities ended. */
export interface ContestFindings {
  /** Identities that both sources claimed. */
  bySources: number;
  /** Identities that a source claimed with both contents. */
  byContents: number;
  /** Records that were stored: one for each identity. */
  stored: number;
  /** Records that were rejected, and why. */
  uidTaken: number;
  conflictingRepeats: number;
  /** Records that repeat the stored one. */
  repeats: number;
  wrong: string[];
}

const sources = new Set<string>(contestSources);

interface ClaimRecord {
  readonly place: string;
  readonly uid: string;
  readonly source: string;
  readonly id: string;
  readonly digest: string;
}

/**
 * Each contested identity against the log: one of its claims is stored as it was sent, and every other one is a repeat of
 * it or rejected for its reason, by the records' places.
 */
export async function compareContests(
  store: StoreView,
  kafka: KafkaConnection,
  topic: string,
  rejected: readonly RejectedRecord[],
): Promise<ContestFindings> {
  const claims = await claimsIn(kafka, topic);
  const stored = await storedClaims(store);
  const codes = new Map<string, Set<string>>();
  for (const { place, code } of rejected) codes.set(place, (codes.get(place) ?? new Set()).add(code));
  const findings = {
    ...{ bySources: 0, byContents: 0, stored: stored.size },
    ...{ uidTaken: 0, conflictingRepeats: 0, repeats: 0, wrong: [] as string[] },
  };
  for (const records of claims.values()) {
    const sources = new Set(records.map(({ source }) => source)).size;
    if (sources > 1) findings.bySources += 1;
    if (new Set(records.map(({ source, digest }) => `${source} ${digest}`)).size > sources) findings.byContents += 1;
    judge(records, stored, codes, findings);
  }
  const places = new Set([...claims.values()].flatMap((records) => records.map(({ place }) => place)));
  const unsent = [...stored.keys()].filter((place) => !places.has(place)).length;
  if (unsent > 0) findings.wrong.push(`${unsent} contested entries are stored that nobody produced`);
  return findings;
}

/** All records that claim one identity. */
function judge(
  records: readonly ClaimRecord[],
  stored: ReadonlyMap<string, string>,
  codes: ReadonlyMap<string, ReadonlySet<string>>,
  findings: ContestFindings,
): void {
  const [winner, ...others] = records.filter(({ place }) => stored.has(place));
  const { uid } = records[0] as ClaimRecord;
  const where = (list: readonly ClaimRecord[]) => list.map(({ place }) => place).join(', ');
  if (winner === undefined || others.length > 0) {
    findings.wrong.push(
      `of ${uid} there are ${winner ? others.length + 1 : 0} entries: it is claimed at ${where(records)}`,
    );
    return;
  }
  if (stored.get(winner.place) !== winner.digest) findings.wrong.push(`${uid} was stored otherwise than it was sent`);
  for (const record of records) {
    const verdict = verdictOf(record, winner);
    if (verdict === 'uid-taken') findings.uidTaken += 1;
    if (verdict === 'conflicting-repeat') findings.conflictingRepeats += 1;
    if (verdict === 'repeat') findings.repeats += 1;
    const wanted = verdict === 'uid-taken' || verdict === 'conflicting-repeat' ? verdict : '';
    const found = [...(codes.get(record.place) ?? [])].join(', ');
    if (found === wanted) continue;
    findings.wrong.push(
      `${uid} at ${record.place} is ${verdict} and was ${found === '' ? 'not rejected' : `rejected as ${found}`}`,
    );
  }
}

function verdictOf(record: ClaimRecord, winner: ClaimRecord) {
  if (record === winner) return 'stored';
  if (record.source !== winner.source || record.id !== winner.id) return 'uid-taken';
  return record.digest === winner.digest ? 'repeat' : 'conflicting-repeat';
}

/** The records of contests, by the uid that they claim. */
async function claimsIn(kafka: KafkaConnection, topic: string): Promise<Map<string, ClaimRecord[]>> {
  const claims = new Map<string, ClaimRecord[]>();
  const visit = (records: readonly ReceivedRecord[]) => {
    for (const { partition, offset, key, value, headers } of records) {
      const source = headers['ce_source']?.toString() ?? '';
      if (!sources.has(source)) continue;
      const id = headers['ce_id']?.toString() ?? '';
      const uid = entryUid(key?.toString() ?? '', source, id);
      const digest = createHash('md5')
        .update(value ?? '')
        .digest('hex');
      const claim = { place: placeOf(partition, offset), uid, source, id, digest };
      const there = claims.get(uid);
      if (there) there.push(claim);
      else claims.set(uid, [claim]);
    }
  };
  await readTopic(kafka, topic, visit, { groupPrefix: 'chaos', timeoutMs: 300_000 });
  return claims;
}

/** The digests of contested entries, by their records' places. */
async function storedClaims(store: StoreView): Promise<Map<string, string>> {
  const rows = await store.ask<{ kafka_partition: number; kafka_offset: string; digest: string }>(
    `SELECT e.kafka_partition, e.kafka_offset, md5(e.payload) AS digest
       FROM audit.entry e JOIN audit.source s ON s.id = e.source_id WHERE s.uri = ANY($1)`,
    [contestSources],
  );
  return new Map(rows.map((row) => [placeOf(row.kafka_partition, row.kafka_offset), row.digest]));
}
