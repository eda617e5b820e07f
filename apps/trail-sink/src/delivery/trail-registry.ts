import { Inject, Injectable, Logger } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { Client } from 'pg';
import { DataSource } from 'typeorm';
import { TrailEntity } from '../trails/trail.entity';
import { trailsChannel } from '../trails/trail-store';
import { ReplayStore } from '../replay/replay-store';
import { TrailSinkConfig } from '../trail-sink.config';
import { until } from './patience';

/** A trail as the database has it, with what delivery needs of its condition. */
export interface RegisteredTrail {
  readonly trail: TrailEntity;
  readonly retryAt: number | undefined;
  readonly failures: number;
  readonly replayPartition: number | undefined;
}

export type RegistryListener = (trails: readonly RegisteredTrail[]) => Promise<void>;

/** Announcements come at once; this is for one that was lost with its connection. */
const refreshMs = 10_000;
const reconnectMs = 500;

/** Tells of all trails, at once and whenever one is made, changed or removed, by whichever instance. */
@Injectable()
export class TrailRegistry {
  private readonly logger = new Logger(TrailRegistry.name);
  private readonly stopping = new AbortController();
  private listening: Promise<void> | undefined;
  private refreshing: Promise<void> = Promise.resolve();
  private waiting = false;

  constructor(
    @InjectDataSource() private readonly dataSource: DataSource,
    @Inject(TrailSinkConfig) private readonly config: TrailSinkConfig,
    private readonly replays: ReplayStore,
  ) {}

  /** The first refresh is done when it resolves. */
  async start(listener: RegistryListener): Promise<void> {
    await this.refresh(listener);
    this.listening = this.listen(listener);
  }

  async stop(): Promise<void> {
    this.stopping.abort();
    await this.listening;
    await this.refreshing;
  }

  private async listen(listener: RegistryListener): Promise<void> {
    const { signal } = this.stopping;
    while (!signal.aborted) {
      const client = this.client();
      const lost = new AbortController();
      client.on('error', () => lost.abort());
      client.on('end', () => lost.abort());
      client.on('notification', () => void this.requestRefresh(listener));
      try {
        await client.connect();
        await client.query(`LISTEN ${trailsChannel}`);
        while (!signal.aborted && !lost.signal.aborted) {
          await this.requestRefresh(listener);
          await until(refreshMs, AbortSignal.any([signal, lost.signal]));
        }
      } catch (error) {
        this.logger.warn({ err: error, msg: 'changes of trails can’t be heard for the moment' });
      }
      await client.end().catch(() => undefined); // it is gone already then
      await until(reconnectMs, signal);
    }
  }

  /** One refresh at a time; of those that are asked for meanwhile one is enough. */
  private async requestRefresh(listener: RegistryListener): Promise<void> {
    if (this.waiting) return;
    this.waiting = true;
    this.refreshing = this.refreshing.then(async () => {
      this.waiting = false;
      if (this.stopping.signal.aborted) return;
      await this.refresh(listener).catch((error: unknown) => {
        this.logger.warn({ err: error, msg: 'trails could not be looked up, trying again' });
      });
    });
    await this.refreshing;
  }

  private async refresh(listener: RegistryListener): Promise<void> {
    const trails = await this.dataSource.manager.find(TrailEntity);
    const conditions: { trail_uid: string; retry_at: Date | null; failures: number }[] = await this.dataSource.query(
      'SELECT trail_uid, retry_at, failures FROM trails.delivery WHERE parked_at IS NOT NULL',
    );
    const replays = await this.replays.running();
    const parked = new Map(conditions.map((row) => [row.trail_uid, row]));
    const registered = trails.map((trail) => {
      const row = parked.get(trail.uid);
      const retryAt = row && (row.retry_at?.getTime() ?? 0);
      return { trail, retryAt, failures: row?.failures ?? 0, replayPartition: replays.get(trail.uid) };
    });
    await listener(registered);
  }

  private client(): Client {
    return new Client({
      connectionString: this.config.DATABASE_URL,
      connectionTimeoutMillis: 5_000,
      query_timeout: 10_000,
      keepAlive: true,
      application_name: 'trailbook-trail-sink changes',
    });
  }
}
