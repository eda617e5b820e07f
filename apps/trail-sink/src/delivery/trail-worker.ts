import { WakeUp } from '@trailbook/messaging';
import type { Sink, SinkEvent, SinkEvents } from '@trailbook/sinks';
import type { FilterHistory } from '../trails/filter-history';
import { receiptsOf } from '../receipts/receipt';
import { sendAll, type Sent } from './batch-sender';
import { countDelivered, deliveryMetrics } from './delivery-metrics';
import type { Lane } from './lane';
import type { LogEvent } from './log-event';
import { MessageArena } from './message-arena';
import { retryDelay, until } from './patience';
import { Persistence } from './persistence';
import { ReplaySender } from '../replay/replay-sender';
import { TrailCondition, type DeliveredTrail } from './trail-condition';
import { positionsOf, TrailLanes } from './trail-lanes';
import { TrailQueue } from './trail-queue';
import type { Patience, WorkerParts } from './worker-parts';

const usualPatience: Patience = { failuresMs: 30_000, backlogPollMs: 100, restMs: retryDelay };
const longestSleepMs = 60_000;
/** While a backlog of the log is read, a batch is gathered for so long at most. */
const longestGatheringMs = 30_000;
const smallBatchBytes = 128 * 1024;
/** How often a late batch looks whether the backlog is still being read; when it has been read, it is told. */
const backlogLookMs = 250;

/**
 * Delivers one trail's entries, one call after the other: from the log as they come, from the store what was missed. Its
 * troubles are its own: whatever its sink does, it holds no more than its share of memory, and nobody waits for it.
 */
export class TrailWorker {
  readonly queue: TrailQueue;
  readonly memory: MessageArena;
  private readonly lanes: TrailLanes;
  private readonly condition: TrailCondition;
  private readonly wakeUp = new WakeUp();
  private readonly stopping = new AbortController();
  /** As the signal says, which takes longer to ask: it is asked for each entry. */
  private stops = false;
  private readonly persistence: Persistence;
  private readonly running: Promise<void>;
  private readonly patience: Patience;
  private readonly replay: ReplaySender;
  private inFlight = 0;
  private urgent = false;
  /** Since when a batch is being sent and written down. */
  private sendingSince: number | undefined;
  /** Since when the next batch from the log is gathered. */
  private gatheringSince = -Infinity;
  private turn = 0;

  constructor(
    private trail: DeliveredTrail,
    private sink: Sink,
    private readonly parts: WorkerParts,
  ) {
    const { budget, capacityBytes, store, reader, cursors, logger, onReleased } = parts;
    const { uid: trailUid } = trail;
    this.condition = new TrailCondition(trail);
    this.patience = parts.patience ?? usualPatience;
    this.persistence = new Persistence(trailUid, logger, this.stopping.signal);
    this.queue = new TrailQueue(budget, sink.limits, capacityBytes);
    this.memory = new MessageArena(parts.slabs);
    const { queue, persistence } = this;
    this.lanes = new TrailLanes({ trailUid, queue, store, cursors, persistence, onReleased });
    const send = (events: SinkEvents) => this.send(events);
    this.replay = new ReplaySender({ lanes: this.lanes, replays: parts.replays, reader, persistence, send });
    this.running = this.run();
  }

  get trailUid(): string {
    return this.trail.uid;
  }

  get tenantUid(): string {
    return this.trail.tenantUid;
  }

  /** Which entries are to be offered. */
  get filters(): FilterHistory {
    return this.trail.filters;
  }

  get isStopping(): boolean {
    return this.stops;
  }

  get isParked(): boolean {
    return this.condition.parked;
  }

  get lastProgress(): number {
    return this.condition.lastProgress;
  }

  /** Entries in memory that the sink hasn't acknowledged. */
  get pending(): number {
    return this.queue.length + this.inFlight + this.lanes.heldEvents;
  }

  /** For how long a batch has been under way without an acknowledgement, in milliseconds; undefined without one. */
  get unansweredMs(): number | undefined {
    if (this.sendingSince === undefined) return undefined;
    return Date.now() - Math.max(this.sendingSince, this.condition.lastProgress);
  }

  /** Lanes that take their entries from the store. */
  get lanesBehind(): number {
    return this.lanes.backlog.length;
  }

  /** Whether any of its entries come from the log; where none do, leaving the log frees nothing. */
  get followsLog(): boolean {
    return this.lanes.followLog;
  }

  /** Since when there is work without progress, milliseconds since 1970; undefined where all is well. */
  get stalledSince(): number | undefined {
    const { parked, paused, lastProgress } = this.condition;
    const hasWork = this.pending > 0 || this.lanesBehind > 0 || this.replay.isDue(this.trail);
    return !parked && !paused && hasWork ? lastProgress : undefined;
  }

  /** The trail was changed: with new credentials, say, a parked one is tried again. */
  reconfigure(trail: DeliveredTrail, sink: Sink): void {
    this.sink.close();
    [this.trail, this.sink] = [trail, sink];
    this.condition.paused = trail.paused;
    if (trail.retryAt === undefined) this.condition.unpark();
    else this.condition.retryAt = trail.retryAt;
    this.condition.progressed();
    if (trail.paused) this.leaveLog();
    this.wakeUp.call();
  }

  /** There is something to send again, for whoever has this partition; undefined: nothing. */
  replayOn(partition: number | undefined): void {
    if (this.trail.replayPartition === partition) return;
    this.trail = { ...this.trail, replayPartition: partition };
    this.condition.progressed();
    this.wakeUp.call();
  }

  addLane(lane: Lane): void {
    this.lanes.add(lane);
    this.condition.progressed();
    if (!this.condition.isActive) this.leaveLog();
    this.wakeUp.call();
  }

  /** The partition is somebody else's now: he goes on from the positions in the database. */
  removeLane(lane: Lane): void {
    this.lanes.remove(lane);
  }

  /** Takes an entry from the log, where the lane follows it. */
  offer(lane: Lane, event: LogEvent): void {
    const { offset } = event;
    if (offset < lane.next || !this.lanes.has(lane)) return;
    if (lane.mode === 'joining') this.lanes.hold(lane, event);
    if (lane.mode !== 'live') return;
    if (this.queue.length + this.inFlight === 0) this.condition.progressed();
    lane.take(offset);
    this.queue.push(lane, event);
    if (this.queue.length === 1) this.gatheringSince = Date.now();
    if (this.queue.length === 1 || this.queue.hasFullBatch) this.wakeUp.call();
  }

  /** Perhaps something is due that wasn't. */
  lookAgain(): void {
    this.wakeUp.call();
  }

  /** Sends the next batch without waiting for more: somebody needs the memory. */
  hurry(): void {
    this.urgent = true;
    this.wakeUp.call();
  }

  /** Leaves the log to faster ones, and takes the entries from the store. */
  leaveLog(): void {
    this.lanes.leaveLog();
    this.wakeUp.call();
  }

  /** Takes the entries of one lane from the store. */
  leaveLogOn(lane: Lane): void {
    if (this.lanes.has(lane)) this.lanes.leaveLogOn(lane);
    this.wakeUp.call();
  }

  /** Waits until what is in memory is sent, but no longer than `timeoutMs`. */
  async drain(timeoutMs: number): Promise<void> {
    const deadline = Date.now() + timeoutMs;
    while (this.condition.isActive && this.queue.length + this.inFlight > 0 && Date.now() < deadline) {
      this.hurry();
      await until(20);
    }
  }

  async stop(): Promise<void> {
    this.stops = true;
    this.stopping.abort();
    this.wakeUp.call();
    await this.running;
    for (const lane of [...this.lanes]) this.lanes.remove(lane);
    this.sink.close();
  }

  private async run(): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      try {
        const idleMs = await this.step();
        if (idleMs > 0) await this.wakeUp.sleep(idleMs);
      } catch (error) {
        if (signal.aborted) return;
        this.parts.logger.warn({ err: error, trail: this.trail.uid, msg: 'delivery of a trail failed, trying again' });
        await this.wakeUp.sleep(1_000);
      }
    }
  }

  /** Does what is due; answers how long there is nothing to do, in milliseconds. */
  private async step(): Promise<number> {
    if (this.condition.paused) return longestSleepMs;
    if (this.condition.isResting) return Math.min(longestSleepMs, this.condition.restMs);
    this.turn += 1;
    // A backlog and the log take turns, lest the one starve the other.
    if (this.dueInMs() === 0 && (this.turn % 2 === 0 || this.lanesBehind === 0)) {
      await this.inTurn(() => this.sendFromLog());
      return 0;
    }
    if (await this.workOnBacklog()) return 0;
    if (await this.replayNext()) return 0;
    return this.lanesBehind > 0 ? Math.min(this.dueInMs(), this.patience.backlogPollMs) : this.dueInMs();
  }

  /**
   * How long the next batch from the log may still wait for more. What is late already waits on, within bounds, while the
   * log has more at hand: reading that fills the batch sooner than a call would be done.
   */
  private dueInMs(): number {
    const { oldest } = this.queue;
    if (oldest === undefined) return longestSleepMs;
    if (this.queue.hasFullBatch || this.urgent) return 0;
    const now = Date.now();
    const dueInMs = oldest.since + this.parts.lingerMs - now;
    if (dueInMs > 0) return dueInMs;
    const longest = this.gatheringSince + longestGatheringMs - now;
    return longest > 0 && oldest.lane && this.parts.cursors.isReadingOn(oldest.lane)
      ? Math.min(longest, backlogLookMs)
      : 0;
  }

  /** Small batches need no turn: they take little memory, and there may be thousands of trails that have one. */
  private inTurn(work: () => Promise<void>): Promise<void> {
    return this.queue.bytes < smallBatchBytes ? work() : this.parts.turns.run(work);
  }

  private async sendFromLog(): Promise<void> {
    const batch = this.queue.takeBatch();
    // The trail may have left the log while others had their turn.
    if (!batch) return;
    if (this.queue.length === 0) this.memory.rest();
    this.urgent = false;
    this.inFlight = batch.length;
    this.gatheringSince = Date.now();
    try {
      const sent = await this.send(batch);
      if (sent) await this.acknowledge(batch.lastOffsets(), sent);
    } catch (error) {
      // The batch is out of the queue: nothing that follows it may be acknowledged before it has come again.
      this.leaveLog();
      throw error;
    } finally {
      this.inFlight = 0;
      this.sendingSince = undefined;
      this.queue.release(batch);
      this.parts.onReleased();
    }
  }

  /** Whether anything was done. */
  private async workOnBacklog(): Promise<boolean> {
    let worked = false;
    for (const lane of this.lanes.backlog) {
      if (!this.lanes.has(lane)) continue;
      if (await this.catchUp(lane)) worked = true;
      if (this.stopping.signal.aborted || !this.condition.isActive) return true;
    }
    return worked;
  }

  private async catchUp(lane: Lane): Promise<boolean> {
    if ((await this.lanes.end(lane)) || this.lanes.join(lane)) {
      this.condition.progressed();
      return true;
    }
    const { reader, backlogBudget } = this.parts;
    const { epochId: epoch, partition } = lane.place;
    const stored = lane.end ?? (await reader.storedOffset(epoch, partition)) ?? 0n;
    const to = lane.joinAt !== undefined && lane.joinAt < stored ? lane.joinAt : stored;
    if (lane.next >= to || backlogBudget.isFull) return false;
    const stretch = { epoch, partition, from: lane.next, to };
    const { events, next } = await reader.read(this.trail.tenantUid, stretch, this.filters);
    await this.sendFromStore(
      lane,
      events.map(({ event }) => event),
      next,
    );
    return true;
  }

  /** Whether a page of a replay was sent again. */
  private async replayNext(): Promise<boolean> {
    const { trail } = this;
    if (this.parts.backlogBudget.isFull || !this.replay.isDue(trail)) return false;
    const sent = await this.replay.step(trail).finally(() => (this.sendingSince = undefined));
    if (sent !== undefined) this.condition.progressed();
    // It has ended, or somebody else goes on with it: the next announcement tells.
    else if (this.condition.isActive && this.trail === trail) this.trail = { ...trail, replayPartition: undefined };
    if (sent !== undefined && sent > 0) await this.recover();
    return sent !== undefined;
  }

  private async sendFromStore(lane: Lane, events: readonly SinkEvent[], next: bigint): Promise<void> {
    const bytes = events.reduce((sum, { message }) => sum + message.length, 0);
    this.parts.backlogBudget.take(bytes);
    try {
      const sent = events.length > 0 ? await this.send(events) : undefined;
      if (sent) return await this.acknowledge(new Map([[lane, next - 1n]]), sent);
      if (events.length > 0) return;
      lane.acknowledge(next - 1n);
      await this.parts.store.advanceLanes(this.trail.uid, positionsOf([lane]));
      this.condition.progressed();
    } finally {
      this.sendingSince = undefined;
      this.parts.backlogBudget.release(bytes);
    }
  }

  /** Undefined when the events are not at the sink: the trail is parked then, or this worker stops. */
  private async send(events: SinkEvents): Promise<Sent | undefined> {
    const observe = deliveryMetrics.sendSeconds.startTimer();
    this.sendingSince = Date.now();
    const outcome = await sendAll(this.sink, events, {
      patienceMs: this.condition.parked ? 0 : this.patience.failuresMs,
      signal: this.stopping.signal,
      onProgress: () => this.condition.progressed(),
      onRetry: ({ code, message }) => {
        deliveryMetrics.retries.inc({ code });
        this.parts.logger.warn({ trail: this.trail.uid, code, reason: message, msg: 'a sink failed, trying again' });
      },
    });
    observe({ outcome: outcome.kind });
    if (outcome.kind === 'sent') return outcome;
    if (outcome.kind === 'failed') await this.park(outcome.reason);
    return undefined;
  }

  private async park({ code, message }: { code: string; message: string }): Promise<void> {
    const { retryAt, failures } = this.condition.park(this.patience.restMs);
    this.parts.logger.warn({ trail: this.trail.uid, code, reason: message, retryAt, msg: 'trail parked' });
    this.leaveLog();
    await this.persistence.write(() => this.parts.store.park(this.trail, { code, message, retryAt, failures }));
  }

  /**
   * Writes down what is delivered, up to which offset of each lane, before anything else is sent: a crash repeats one batch
   * at most. Until it is written the lanes hold the log back: nothing is passed over whose receipt could still be lost.
   */
  private async acknowledge(last: ReadonlyMap<Lane, bigint>, { tally, calls }: Sent): Promise<void> {
    countDelivered(tally);
    const { store } = this.parts;
    const positions = [...last].map(([{ place }, offset]) => ({ ...place, next: offset + 1n }));
    const receipts = receiptsOf(calls);
    if (!(await this.persistence.write(() => store.acknowledge(this.trail.uid, positions, tally, receipts)))) return;
    for (const [lane, offset] of last) lane.acknowledge(offset);
    await this.recover();
  }

  /** The sink takes events: a trail that was parked isn't any more. */
  private async recover(): Promise<void> {
    if (this.condition.parked) {
      await this.persistence.write(() => this.parts.store.unpark(this.trail));
      this.parts.logger.log({ trail: this.trail.uid, msg: 'trail delivers again' });
    }
    this.condition.unpark();
    this.condition.progressed();
  }
}
