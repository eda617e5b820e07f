import { setTimeout } from 'node:timers/promises';
import type { Consumer, ConsumerGroupJoinEvent, ConsumerEndBatchProcessEvent, EachBatchPayload } from 'kafkajs';
import { watermarks } from '../admin/describe';
import { logIdentity } from '../admin/log-identity';
import { MessagingError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import { within } from '../kafka/within';
import { consumedBatch, consumedRecords, consumerLag, consumerRestarts } from '../metrics';
import type { AssignedPartition, ConsumerControl, PartitionBatch, Positions } from './batch';
import { consumerConfig } from './consumer-config';
import { consumerDefaults, type ConsumerDeclaration } from './declaration';
import { HandOver } from './hand-over';
import { withHeartbeats } from './heartbeats';
import { PartitionStates, releaseUpTo, type PartitionState } from './partition-states';
import { showLag } from './lag';
import { handPieces, leaseOf, piecesOf, type Piece } from './pieces';
import { asError, Steering } from './steering';

/** Who deals with what a consumer takes from Kafka. */
export interface BatchHandler {
  batch(batch: PartitionBatch, control: ConsumerControl): Promise<void>;
  /** Where to start. Asked only when `revoked` is over for what was given up before: a partition may come back at once. */
  assigned(partitions: AssignedPartition[], control: ConsumerControl): Promise<Positions>;
  revoked(partitions: number[], control: ConsumerControl): Promise<void>;
  /** Nothing more will come: finish what is held. */
  stopping(control: ConsumerControl): Promise<void>;
}

const stalledMs = 60_000;
const drainMs = 5_000;

/**
 * One member of a consumer group. Positions are the handler's: it is asked for them on every assignment, before the first
 * record, and whenever the log doesn't hold what was asked for. Kafka's committed offsets are only ever a hint for tools.
 */
export class GroupConsumer implements ConsumerControl {
  readonly topic: string;
  private readonly settings: Required<ConsumerDeclaration>;
  private readonly states = new PartitionStates();
  private consumer: Consumer | undefined;
  private readonly steering: Steering;
  private handOver = new HandOver({ oneAhead: false });
  private memberId: string | undefined;
  private held = false;
  private revoking: Promise<void> = Promise.resolve();
  private stopping = false;
  private endSession: ((reason?: Error) => void) | undefined;
  private readonly stopped = new AbortController();
  private supervising: Promise<void> | undefined;
  private log: string | undefined;
  private looking = false;
  private lastSign = Date.now();

  constructor(
    private readonly kafka: KafkaConnection,
    declaration: ConsumerDeclaration,
    private readonly handler: BatchHandler,
  ) {
    this.settings = { ...consumerDefaults, ...declaration };
    this.topic = declaration.topic;
    this.steering = new Steering(
      this.topic,
      () => this.consumer,
      (error) => this.endSession?.(error),
    );
  }

  start(): void {
    this.supervising ??= this.supervise();
  }

  /** Takes nothing more, lets the handler finish, tells Kafka the last positions and leaves the group. */
  async stop(): Promise<void> {
    if (this.stopping) return this.supervising;
    this.stopping = true;
    this.pause();
    await within(drainMs, () => this.handler.stopping(this)).catch((error: unknown) => {
      this.kafka.log.warn(
        { err: error, topic: this.topic },
        'the consumer stops with work left over; it will be read again',
      );
    });
    await this.tellKafka();
    this.endSession?.();
    this.stopped.abort();
    await this.supervising;
  }

  /** Whether this member is in the group and hears from Kafka. */
  get alive(): boolean {
    return this.consumer !== undefined && this.memberId !== undefined && Date.now() - this.lastSign < stalledMs;
  }

  handled(partition: number, assignment: number, position: bigint): void {
    const state = this.states.current(partition, assignment);
    if (state === undefined || (state.handled !== undefined && position <= state.handled)) return;
    state.handled = position;
    releaseUpTo(position, state);
    showLag(this.topic, state);
  }

  reposition(partition: number, assignment: number): void {
    if (this.states.current(partition, assignment) !== undefined) this.renew(partition, 'asked');
  }

  putBack(partition: number, assignment: number, position: bigint): number | undefined {
    const before = this.states.current(partition, assignment);
    if (before === undefined) return undefined;
    const state = this.states.renew(partition);
    if (state === undefined) return undefined;
    const { handled, told, highWatermark, leases } = before;
    Object.assign(state, { expected: position, isHeld: true, handled, told, highWatermark, leases });
    this.steering.hold([state]);
    this.steering.seek(partition, position);
    return state.assignment;
  }

  proceed(partition: number, assignment: number): void {
    const state = this.states.current(partition, assignment);
    if (state?.isHeld !== true) return;
    state.isHeld = false;
    if (!this.held) this.steering.release([state]);
  }

  pause(): void {
    this.held = true;
    this.steering.hold(this.states.all());
  }

  resume(): void {
    if (this.stopping) return;
    this.held = false;
    this.steering.release(this.states.all().filter(({ expected, isHeld }) => expected !== undefined && !isHeld));
  }

  private async supervise(): Promise<void> {
    for (let failures = 0; !this.stopping; failures += 1) {
      const started = Date.now();
      try {
        await this.session();
      } catch (error) {
        if (!this.stopping) {
          consumerRestarts.inc({ topic: this.topic });
          this.kafka.log.warn({ err: error, topic: this.topic }, 'the consumer lost Kafka and starts again');
        }
      }
      this.memberId = undefined;
      await this.tellRevoked(this.states.clear());
      if (Date.now() - started > stalledMs) failures = 0;
      if (!this.stopping) await this.sleep(Math.min(250 * 2 ** failures, 5_000) * (0.5 + Math.random() / 2));
    }
  }

  /** One life of kafkajs's consumer, until it crashes, stalls, or is told to end. */
  private async session(): Promise<void> {
    const consumer = this.kafka.consumer(consumerConfig(this.settings));
    const ended = new Promise<void>((resolve, reject) => {
      this.endSession = (reason) => (reason === undefined ? resolve() : reject(reason));
    });
    ended.catch(() => undefined);
    const { endSession } = this;
    const current = () => this.consumer === consumer;
    consumer.on(consumer.events.GROUP_JOIN, (event) => current() && this.joined(event));
    consumer.on(consumer.events.END_BATCH_PROCESS, (event) => current() && this.skipped(event));
    consumer.on(consumer.events.FETCH, () => current() && (this.lastSign = Date.now()));
    consumer.on(consumer.events.CRASH, ({ payload }) => endSession?.(payload.error));
    this.consumer = consumer;
    this.handOver = new HandOver({ oneAhead: !this.settings.keepsRecords });
    this.lastSign = Date.now();
    const timers = [
      setInterval(() => void this.tellKafka(), this.settings.commitEveryMs),
      setInterval(() => void this.lookAtLog(), this.settings.lagEveryMs),
      setInterval(() => this.assertAlive(), 1_000),
    ];
    const started = this.consume(consumer, current);
    try {
      await Promise.race([ended, started.then(() => ended)]);
    } finally {
      timers.forEach(clearInterval);
      this.consumer = undefined;
      const handedOver = this.handOver.done.catch(() => undefined);
      // kafkajs forgets what it is asked to end while it starts: that would be a member for good, and nobody's.
      const closed = started.catch(() => undefined).then(() => consumer.disconnect());
      await within(10_000, () => Promise.all([closed, handedOver])).catch((error: unknown) => {
        this.kafka.log.debug({ err: error }, 'closing a consumer failed');
      });
    }
  }

  private async consume(consumer: Consumer, current: () => boolean): Promise<void> {
    await consumer.connect();
    if (current()) await consumer.subscribe({ topics: [this.topic], fromBeginning: true });
    if (!current()) return;
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      eachBatch: async (payload) => void (current() && (await this.take(payload))),
    });
  }

  /** Runs between the group's decision and the first fetch, and does all that must be done before it without awaiting. */
  private joined({ payload }: ConsumerGroupJoinEvent): void {
    this.lastSign = Date.now();
    const continuous = this.memberId === payload.memberId;
    this.memberId = payload.memberId;
    const change = this.states.assign(payload.memberAssignment[this.topic] ?? [], continuous);
    for (const { partition, expected } of change.kept)
      if (expected !== undefined) this.steering.seek(partition, expected);
    const waiting = [...change.added, ...change.kept.filter(({ expected }) => expected === undefined)];
    this.steering.hold([...waiting, ...change.kept.filter(({ isHeld }) => isHeld)]);
    if (this.held) this.pause();
    this.kafka.log.info(
      {
        topic: this.topic,
        group: this.settings.group,
        revoked: change.revoked,
        added: change.added.map(({ partition }) => partition),
        kept: change.kept.length,
      },
      'partitions assigned',
    );
    void this.tellRevoked(change.revoked);
    void this.place(change.added, 'assigned');
  }

  private tellRevoked(partitions: number[]): Promise<void> {
    if (partitions.length === 0) return this.revoking;
    for (const partition of partitions) consumerLag.remove({ topic: this.topic, partition: String(partition) });
    this.revoking = this.revoking
      .then(() => this.handler.revoked(partitions, this))
      .catch((error: unknown) => {
        this.kafka.log.error({ err: error, partitions }, 'the handler failed on revoked partitions');
      });
    return this.revoking;
  }

  private renew(partition: number, reason: AssignedPartition['reason']): void {
    const state = this.states.renew(partition);
    if (state === undefined) return;
    this.steering.hold([state]);
    void this.place([state], reason);
  }

  /** Asks the handler where to start, until it knows or the partitions are someone else's. */
  private async place(states: PartitionState[], reason: AssignedPartition['reason']): Promise<void> {
    let waiting = states;
    for (let attempt = 0; ; attempt += 1) {
      // A handler that is still giving a partition up would give it up anew.
      await this.revoking;
      waiting = waiting.filter(({ partition, assignment }) => this.states.current(partition, assignment) !== undefined);
      if (waiting.length === 0 || this.stopping) return;
      const asked = waiting.map(({ partition, assignment }) => ({ partition, assignment, reason }));
      const positions = await this.positionsOf(asked).catch((error: unknown): Positions => {
        this.kafka.log.warn({ err: error, topic: this.topic }, 'positions are not known yet');
        return new Map();
      });
      const placed: PartitionState[] = [];
      for (const { partition, assignment } of waiting) {
        const state = this.states.current(partition, assignment);
        const position = positions.get(partition);
        if (state === undefined || position === undefined) continue;
        state.expected = position;
        state.handled = position;
        this.steering.seek(partition, position);
        placed.push(state);
      }
      if (!this.held) this.steering.release(placed);
      waiting = waiting.filter(({ expected }) => expected === undefined);
      if (waiting.length > 0) await this.sleep(Math.min(200 * 2 ** attempt, 5_000) * (0.5 + Math.random() / 2));
    }
  }

  private async positionsOf(asked: AssignedPartition[]): Promise<Positions> {
    // Before the handler looks: positions of a log that is made again meanwhile are found out by the next look at it.
    this.log ??= await logIdentity(this.kafka, this.topic);
    return this.handler.assigned(asked, this);
  }

  private async take(payload: EachBatchPayload): Promise<void> {
    const { batch } = payload;
    const { partition } = batch;
    const state = this.states.get(partition);
    if (state?.expected === undefined || payload.isStale()) return;
    const { fetchedOffset } = batch as typeof batch & { fetchedOffset: string };
    if (BigInt(fetchedOffset) !== state.expected) {
      this.renew(partition, 'out-of-range');
      return;
    }
    const lease = leaseOf(batch.messages);
    const end = BigInt(batch.lastOffset()) + 1n;
    if (lease && this.settings.keepsRecords) state.leases.push({ to: end, lease });
    const dealtWith = () => this.settings.keepsRecords || lease?.release();
    const highWatermark = BigInt(batch.highWatermark);
    const { handOver } = this;
    let isOver = false;
    const isWanted = () =>
      !isOver && this.states.get(partition) === state && this.handOver === handOver && !payload.isStale();
    const hand = ({ records, bytes, to }: Piece) => {
      consumedRecords.inc({ topic: this.topic }, records.length);
      consumedBatch.observe({ topic: this.topic }, records.length);
      const handed = this.hand(state, { to, records, bytes, highWatermark }, to === end ? dealtWith : undefined);
      payload.resolveOffset(to === end ? batch.lastOffset() : String(to - 1n));
      return handed;
    };
    const fetched = { topic: this.topic, partition, messages: batch.messages, from: state.expected, end };
    const pieces = piecesOf(fetched, this.settings.maxBytesPerPartition);
    const isHeld = () => this.held;
    const handed = handPieces(pieces, { hand, isHeld, isWanted, isStopping: () => this.stopping });
    await withHeartbeats(handed, async () => {
      this.lastSign = Date.now();
      await payload.heartbeat();
    }).finally(() => (isOver = true));
    this.lastSign = Date.now();
  }

  /** Transaction markers and aborted records take offsets, but are never handed to `eachBatch`. */
  private skipped({ payload }: ConsumerEndBatchProcessEvent): void {
    if (payload.batchSize > 0 || payload.topic !== this.topic || payload.firstOffset === null) return;
    const state = this.states.get(payload.partition);
    if (state === undefined || state.expected !== BigInt(payload.firstOffset)) return;
    const to = BigInt(payload.lastOffset) + 1n;
    const highWatermark = BigInt(payload.highWatermark);
    void this.hand(state, { to, records: [], bytes: 0, highWatermark }).catch(() => undefined); // it ends the session
  }

  /** @returns when more may be fetched */
  private hand(
    state: PartitionState,
    batch: Pick<PartitionBatch, 'to' | 'records' | 'bytes' | 'highWatermark'>,
    dealtWith?: () => unknown,
  ): Promise<void> {
    const from = state.expected ?? batch.to;
    state.expected = batch.to;
    state.highWatermark = batch.highWatermark;
    showLag(this.topic, state);
    const { partition, assignment } = state;
    const { endSession } = this;
    return this.handOver.push(async () => {
      try {
        await this.handler.batch({ topic: this.topic, partition, assignment, from, ...batch }, this);
      } catch (error) {
        endSession?.(asError(error));
        throw error;
      } finally {
        dealtWith?.();
      }
    });
  }

  private async tellKafka(): Promise<void> {
    const ahead = this.states.all().filter(({ handled, told }) => handled !== undefined && handled !== told);
    if (ahead.length === 0 || this.consumer === undefined) return;
    const hints = ahead.map(({ partition, handled }) => ({ topic: this.topic, partition, offset: String(handled) }));
    const positions = ahead.map(({ handled }) => handled);
    const { consumer } = this;
    try {
      await within(5_000, () => consumer.commitOffsets(hints));
      ahead.forEach((state, index) => (state.told = positions[index]));
    } catch (error) {
      this.kafka.log.debug({ err: error, topic: this.topic }, 'Kafka did not take the hint of handled offsets');
    }
  }

  private async lookAtLog(): Promise<void> {
    if (this.looking) return;
    this.looking = true;
    const before = new Map(this.states.all().map(({ assignment, expected }) => [assignment, expected]));
    try {
      const [log, ends] = await Promise.all([logIdentity(this.kafka, this.topic), watermarks(this.kafka, this.topic)]);
      // A topic that was deleted and made again may by now be longer than the old one was: its offsets don't tell.
      const sameLog = this.log === undefined || this.log === log;
      this.log = log;
      for (const state of this.states.all()) {
        const end = ends.get(state.partition);
        if (end === undefined || state.expected === undefined) continue;
        const known = before.get(state.assignment) ?? 0n; // what was fetched meanwhile may lie beyond the end seen
        const inRange = sameLog && end.high >= known && end.low <= state.expected;
        if (!inRange) this.renew(state.partition, 'out-of-range');
        else if (end.high > (state.highWatermark ?? 0n)) state.highWatermark = end.high;
        showLag(this.topic, state);
      }
    } catch (error) {
      this.kafka.log.debug({ err: error, topic: this.topic }, "the log's ends are not known now");
    } finally {
      this.looking = false;
    }
  }

  private assertAlive(): void {
    if (Date.now() - this.lastSign < stalledMs) return;
    this.endSession?.(
      new MessagingError('stalled', `nothing was fetched from ${this.topic} for ${stalledMs} ms`, true),
    );
  }

  private async sleep(milliseconds: number): Promise<void> {
    await setTimeout(milliseconds, undefined, { signal: this.stopped.signal }).catch(() => undefined);
  }
}
