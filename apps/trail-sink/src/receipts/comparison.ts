import { uidBytes, type TrailComparison, type TrailDifference } from '@trailbook/contract';
import type { StoredPlace } from '@trailbook/store/read';
import type { FilterHistory } from '../trails/filter-history';
import type { LaneReach, StoredReceipt } from './receipt-store';
import { digestAt } from './digests';
import { uidXor, unpackUids } from './uid-hash';

/** Differences that are listed; all are counted. */
const listed = 100;

/**
 * Compares what a trail is to deliver with what its sink acknowledged, uid by uid and content by content: however often, in
 * whatever order and under whichever offset an entry came. First the receipts are taken, then the store's records, then what is left over is
 * looked up.
 */
export class Comparison {
  private readonly counts = {
    entries: 0,
    acknowledged: 0,
    pending: 0,
    missing: 0,
    rejected: 0,
    unexpected: 0,
    differing: 0,
  };
  private readonly further = { repeated: 0, replayed: 0, receipts: 0, brokenReceipts: 0 };
  private readonly differences: TrailDifference[] = [];
  /** By uid, the receipt that acknowledged it and that no record of the store was found for yet. */
  private readonly open = new Map<string, StoredReceipt>();
  /** By uid, the digest of the content that was acknowledged. */
  private readonly digests = new Map<string, number>();
  /** Uids that were acknowledged with two contents. */
  private readonly ambiguous = new Set<string>();
  private readonly rejected = new Set<string>();
  private readonly replayed = new Set<string>();
  private readonly lanes: ReadonlyMap<string, LaneReach>;
  private readonly firstEpoch: number;

  constructor(
    reach: readonly LaneReach[],
    private readonly filters: FilterHistory,
  ) {
    this.lanes = new Map(reach.map((lane) => [keyOf(lane.epochId, lane.partition), lane]));
    this.firstEpoch = Math.min(...reach.map(({ epochId }) => epochId));
  }

  addReceipt(receipt: StoredReceipt): void {
    this.further.receipts += 1;
    if (receipt.accepted * uidBytes !== receipt.uids.length || uidXor(receipt.uids) !== receipt.uidXor) {
      this.further.brokenReceipts += 1;
      this.list({ kind: 'receipt', ...callOf(receipt) });
    }
    let index = 0;
    for (const uid of unpackUids(receipt.uids)) {
      this.addDigest(uid, digestAt(receipt.digests, index));
      index += 1;
      if (receipt.isReplay) this.replayed.add(uid);
      else if (this.open.has(uid) && !this.open.get(uid)?.isReplay) this.further.repeated += 1;
      if (!this.open.has(uid) || !receipt.isReplay) this.open.set(uid, receipt);
    }
    for (const uid of unpackUids(receipt.rejectedUids)) this.rejected.add(uid);
  }

  /** Takes a record of the store whose time is in the range. */
  addStored(record: StoredPlace): void {
    const { uid } = record.key;
    const receipt = this.open.get(uid);
    const acknowledged = this.open.delete(uid);
    if (receipt && this.differs(uid, record.digest)) {
      this.counts.differing += 1;
      this.list({ kind: 'content', uid, ...placeOf(record), ...callOf(receipt) });
    }
    const lane = this.lanes.get(keyOf(record.epoch, record.partition));
    const isBefore = lane ? record.offset < lane.first : record.epoch < this.firstEpoch;
    if (isBefore || !this.filters.letsThrough(record.receivedAt, record.entry)) return;
    this.counts.entries += 1;
    if (acknowledged) {
      this.counts.acknowledged += 1;
      if (this.replayed.has(uid)) this.further.replayed += 1;
    } else if (!lane || (lane.reached !== undefined && record.offset >= lane.reached)) this.counts.pending += 1;
    else {
      this.counts.missing += 1;
      const isRejected = this.rejected.has(uid);
      if (isRejected) this.counts.rejected += 1;
      this.list({ kind: isRejected ? 'rejected' : 'missing', uid, ...placeOf(record) });
    }
  }

  /**
   * Uids that were acknowledged by the calls of the range, and are none of its records. Most of them happened outside of
   * the range: what the store does not know at all is to be told by `addUnexpected`.
   */
  leftOver(isJudged: (receipt: StoredReceipt) => boolean): string[] {
    return [...this.open].filter(([, receipt]) => isJudged(receipt)).map(([uid]) => uid);
  }

  addUnexpected(uid: string): void {
    const receipt = this.open.get(uid);
    if (!receipt) return;
    this.counts.unexpected += 1;
    this.list({ kind: 'unexpected', uid, ...callOf(receipt) });
  }

  result(startTime: string, endTime: string): TrailComparison {
    const { missing, unexpected, differing } = this.counts;
    const difference = missing + unexpected + differing + this.further.brokenReceipts;
    return { startTime, endTime, ...this.counts, ...this.further, difference, differences: this.differences };
  }

  private addDigest(uid: string, digest: number | undefined): void {
    if (digest === undefined) return;
    if ((this.digests.get(uid) ?? digest) !== digest) this.ambiguous.add(uid);
    this.digests.set(uid, digest);
  }

  private differs(uid: string, stored: number): boolean {
    return this.ambiguous.has(uid) || (this.digests.get(uid) ?? stored) !== stored;
  }

  private list(difference: TrailDifference): void {
    if (this.differences.length < listed) this.differences.push(difference);
  }
}

const keyOf = (epoch: number, partition: number): string => `${epoch}/${partition}`;

const placeOf = ({ key, partition, offset }: StoredPlace) => ({
  ...{ time: new Date(key.time).toISOString(), partition, offset: String(offset) },
});

const callOf = ({ partition, lastOffset, requestId }: StoredReceipt) => ({
  partition,
  offset: String(lastOffset),
  ...(requestId !== undefined && { requestId }),
});
