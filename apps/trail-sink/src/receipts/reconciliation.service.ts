import { Inject, Injectable } from '@nestjs/common';
import type { TrailComparison } from '@trailbook/contract';
import { ApiError } from '@trailbook/service';
import { StoreReader } from '../delivery/store-reader';
import { FilterHistory } from '../trails/filter-history';
import type { TimeRange } from '../trails/time-range';
import type { TrailEntity } from '../trails/trail.entity';
import { TrailSinkConfig } from '../trail-sink.config';
import { Comparison } from './comparison';
import { ReceiptStore } from './receipt-store';

/** Each takes some hundred bytes while they are compared. */
const mostEntries = 250_000;
/** With their content, of which the digest is taken. */
const readAtOnce = 1_000;
const lookedUpAtOnce = 5_000;
/** Each reads a good deal: so many of an instance at once. */
const mostAtOnce = 2;

/** Compares the store with the receipts of a trail's deliveries. */
@Injectable()
export class ReconciliationService {
  private running = 0;

  constructor(
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
    private readonly receipts: ReceiptStore,
    private readonly reader: StoreReader,
  ) {}

  /** @throws ApiError 400 for a range that has too much in it, 429 while others are at it */
  async compare(trail: TrailEntity, range: TimeRange): Promise<TrailComparison> {
    if (this.running >= mostAtOnce) throw ApiError.tooMany('Other ranges are being compared: try again in a moment', 5);
    this.running += 1;
    try {
      return await this.compareNow(trail, range);
    } finally {
      this.running -= 1;
    }
  }

  private async compareNow({ uid, tenantUid, filters }: TrailEntity, range: TimeRange): Promise<TrailComparison> {
    const oldest = Date.now() - this.config.RETENTION_DAYS * 86_400_000;
    const [from, to] = [Math.max(range.from, oldest), range.to];
    await this.assertFew(uid, tenantUid, { from, to });
    // In this order: what is delivered up to a position has its receipt, and what has one was stored, or soon will be.
    const comparison = new Comparison(await this.receipts.reach(uid), new FilterHistory(filters));
    for (const receipt of await this.receipts.between(uid, from, to)) comparison.addReceipt(receipt);
    await this.reader.snapshot(tenantUid, async (store) => {
      for (let after; ;) {
        const places = await store.places({ from, to, after }, readAtOnce);
        for (const place of places) comparison.addStored(place);
        after = places.at(-1)?.key;
        if (places.length < readAtOnce) break;
      }
      const stored = await store.storedOffsets();
      const left = comparison.leftOver(({ epochId, partition, lastOffset, firstTime }) => {
        return firstTime >= oldest && lastOffset < (stored.get(`${epochId}/${partition}`) ?? 0n);
      });
      for (let at = 0; at < left.length; at += lookedUpAtOnce) {
        const uids = left.slice(at, at + lookedUpAtOnce);
        const known = await store.knownUids(uids);
        for (const one of uids) if (!known.has(one)) comparison.addUnexpected(one);
      }
    });
    return comparison.result(new Date(from).toISOString(), new Date(to).toISOString());
  }

  private async assertFew(trailUid: string, tenantUid: string, { from, to }: TimeRange): Promise<void> {
    const [stored, acknowledged] = await Promise.all([
      this.reader.snapshot(tenantUid, (store) => store.count({}, { from, to })),
      this.receipts.countEvents(trailUid, from, to),
    ]);
    const found = Math.max(stored, acknowledged);
    if (found <= mostEntries) return;
    const problem = `The range has ${found} entries: take one with at most ${mostEntries}`;
    throw ApiError.invalidRequest('endTime', problem, { entries: found, limit: mostEntries });
  }
}
