import { Inject, Injectable, Logger } from '@nestjs/common';
import { RejectedPublisher, MessagingError, type Rejection } from '@trailbook/messaging';
import {
  EntryWriter,
  FencedError,
  NoPartitionError,
  StoreError,
  type Appended,
  type Refused,
} from '@trailbook/store/append';
import { IngestConfig } from '../config';
import { Accumulator } from '../intake/accumulator';
import { Assignments } from '../intake/assignments';
import { Pressure } from '../intake/pressure';
import type { Stretch } from '../intake/stretch';
import * as metrics from '../metrics';
import { Troubles } from '../operations/troubles';
import { PartitionUpkeep } from '../upkeep/partition-upkeep';
import { waitBefore } from './backoff';
import { Chunk, type ChunkToAppend, envelopeOf, recordOf, refusedRecords } from './chunk';
import { inChunkSpan } from './chunk-span';

/**
 * Takes chunks and stores them, a few at a time. A chunk leaves here stored, or void because its partitions are no longer
 * ours; whatever else goes wrong, it is tried again: nothing is ever skipped.
 */
@Injectable()
export class Writers {
  private readonly logger = new Logger(Writers.name);
  private readonly stop = new AbortController();
  private readonly running: Promise<void>[] = [];

  constructor(
    @Inject(IngestConfig) private readonly config: IngestConfig,
    @Inject(Accumulator) private readonly accumulator: Accumulator<Stretch>,
    @Inject(Assignments) private readonly assignments: Assignments,
    @Inject(Pressure) private readonly pressure: Pressure,
    @Inject(EntryWriter) private readonly store: EntryWriter,
    @Inject(RejectedPublisher) private readonly rejected: RejectedPublisher,
    @Inject(PartitionUpkeep) private readonly upkeep: PartitionUpkeep,
    @Inject(Troubles) private readonly troubles: Troubles,
  ) {}

  start(): void {
    for (let i = 0; i < this.config.WRITERS; i += 1) this.running.push(this.run(`writer ${i + 1}`));
  }

  /** Resolves when everything that was read is stored. */
  async drain(): Promise<void> {
    while (!this.accumulator.isEmpty && !this.stop.signal.aborted) await this.accumulator.changed();
  }

  /** Resolves after the transactions that are under way; what is left will be read again. */
  async ended(): Promise<void> {
    this.stop.abort();
    this.accumulator.wake();
    await Promise.all(this.running);
  }

  private async run(name: string): Promise<void> {
    while (!this.stop.signal.aborted) {
      const taken = this.accumulator.take();
      if (taken === undefined) {
        await this.accumulator.changed();
        continue;
      }
      const chunk = new Chunk(taken);
      await inChunkSpan(chunk, () => this.settle(chunk, name));
      this.accumulator.release(taken);
      this.pressure.check();
    }
  }

  private async settle(chunk: Chunk, name: string): Promise<void> {
    const observe = metrics.chunkSeconds.startTimer();
    let toReject: Rejection[] | undefined;
    for (let attempt = 0; !this.stop.signal.aborted; attempt += 1) {
      chunk.keep((stretch) => this.assignments.isCurrent(stretch));
      if (chunk.stretches.length === 0) break;
      try {
        toReject ??= chunk.rejections;
        await this.reject(toReject);
        toReject = [];
        await this.append(chunk);
        observe();
        break;
      } catch (error) {
        await this.cope(error, chunk, name, attempt);
      }
    }
    this.troubles.clear(name);
  }

  /** What is rejected is in its topic before the transaction commits: after a crash it is there twice, never not at all. */
  private async append(chunk: Chunk): Promise<void> {
    const toAppend = chunk.toAppend;
    const appended = await this.store.append(toAppend, async (refused) => {
      await this.reject(refusedRecords(toAppend, refused));
      this.warnOfConflicts(toAppend, refused);
    });
    for (const { partition, assignment, to, control, oldest } of chunk.stretches) {
      control.handled(partition, assignment, to);
      if (oldest !== undefined) metrics.freshness.observe(Math.max(Date.now() - oldest, 0) / 1_000);
    }
    metrics.chunkRecords.observe(chunk.records);
    count(appended);
  }

  private async reject(rejections: readonly Rejection[]): Promise<void> {
    await this.rejected.rejectAll(rejections);
    for (const { code } of rejections) metrics.rejected.inc({ code });
  }

  /** Raises the alarm, once a chunk: a producer is broken, or something speaks in its name. */
  private warnOfConflicts(chunk: ChunkToAppend, refused: readonly Refused[]): void {
    const conflicts = refused.filter(({ code }) => code === 'conflicting-repeat');
    const [first] = conflicts;
    if (first === undefined) return;
    const { tenantUid, source, id, uid } = envelopeOf(chunk, first);
    const { partition, offset } = recordOf(chunk, first);
    this.logger.error({
      msg: 'records claim the identity of a stored event with other content; they are rejected as conflicting-repeat',
      conflicts: conflicts.length,
      first: { tenantUid, source, id, uid, partition, offset: String(offset) },
    });
  }

  private async cope(error: unknown, chunk: Chunk, name: string, attempt: number): Promise<void> {
    if (error instanceof FencedError) {
      this.fenced(error, chunk);
      return;
    }
    const reason = error instanceof StoreError || error instanceof MessagingError ? error.code : 'unexpected';
    metrics.storeFailures.inc({ reason });
    if (this.troubles.set(name, error)) {
      this.logger.warn({ msg: 'a chunk could not be stored; it is tried again until it can', reason, err: error });
    }
    if (error instanceof NoPartitionError) await this.upkeep.ensureAhead();
    await waitBefore(attempt, this.stop.signal);
  }

  /**
   * Another instance was here, this one was away for long, or the store was set back to a backup: what is held of the
   * partition is void. Where it has been assigned anew meanwhile, that is so already, and what is held by now is of the new
   * assignment.
   */
  private fenced(error: FencedError, chunk: Chunk): void {
    metrics.fenced.inc();
    const stretch = chunk.of(error.partition);
    if (stretch === undefined || !this.assignments.isCurrent(stretch)) return;
    const isAhead = (error.storedOffset ?? -1n) > stretch.from;
    this.logger.warn({
      msg: isAhead
        ? 'a partition is stored further than this instance thought; it reads on from there'
        : 'a partition is stored less far than this instance thought; what the store lacks is read again',
      partition: error.partition,
      from: String(stretch.from),
      stored: String(error.storedOffset),
    });
    this.assignments.delete(error.partition);
    this.accumulator.drop(error.partition);
    stretch.control.reposition(stretch.partition, stretch.assignment);
  }
}

function count({ stored, repeats, notesStored, noteRepeats }: Appended): void {
  metrics.stored.inc({ of: 'entry' }, stored);
  metrics.stored.inc({ of: 'note' }, notesStored);
  metrics.repeats.inc({ of: 'entry' }, repeats);
  metrics.repeats.inc({ of: 'note' }, noteRepeats);
}
