import type { OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import type { MessagingLog } from '../log';
import type { KafkaConnection } from './connection';

const attemptMs = 10_000;
const [firstPauseMs, longestPauseMs] = [500, 15_000];

/**
 * Says in the log why Kafka can't be reached, until it has been reached once. An app starts without Kafka, and serves
 * what needs none; each of its parts keeps trying by itself, and none of them has a sentence for people.
 */
export class KafkaReachability implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly stopping = new AbortController();
  private readonly stopped = new Promise<undefined>((resolve) => {
    this.stopping.signal.addEventListener('abort', () => resolve(undefined));
  });
  private looking: Promise<void> | undefined;

  constructor(
    private readonly kafka: Pick<KafkaConnection, 'assertReachable'>,
    private readonly log: Pick<MessagingLog, 'info' | 'warn'>,
  ) {}

  onApplicationBootstrap(): void {
    this.looking = this.look();
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.looking;
  }

  private async look(): Promise<void> {
    let said: string | undefined;
    for (let pause = firstPauseMs; !this.stopping.signal.aborted; pause = Math.min(2 * pause, longestPauseMs)) {
      const reason = await this.reasonNotToReach();
      if (this.stopping.signal.aborted) return;
      if (reason === undefined) {
        if (said !== undefined) this.log.info({}, 'Kafka is reached');
        return;
      }
      if (reason !== said) this.log.warn({}, `${reason} What needs it waits.`);
      said = reason;
      const pauseOver = new Promise((resolve) => setTimeout(resolve, pause * (0.5 + Math.random() / 2)).unref());
      await Promise.race([pauseOver, this.stopped]);
    }
  }

  /** Does not wait for an attempt that is under way when the app stops. */
  private async reasonNotToReach(): Promise<string | undefined> {
    const attempt = this.kafka.assertReachable(attemptMs).then(
      () => undefined,
      (error: unknown) => (error instanceof Error ? error.message : String(error)),
    );
    return Promise.race([attempt, this.stopped]);
  }
}
