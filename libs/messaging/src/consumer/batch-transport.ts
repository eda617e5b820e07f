import { Server, type CustomTransportStrategy, type MessageHandler } from '@nestjs/microservices';
import { lastValueFrom } from 'rxjs';
import { MessagingError } from '../errors';
import type { KafkaConnection } from '../kafka/connection';
import type { AssignedPartition, ConsumerControl, PartitionBatch, Positions } from './batch';
import type { ConsumerDeclaration } from './declaration';
import { patternOf, type ConsumerEvent } from './decorators';
import { GroupConsumer, type BatchHandler } from './group-consumer';

export interface BatchTransportOptions {
  kafka: KafkaConnection;
  consumers: ConsumerDeclaration[];
}

/**
 * Nest's strategy for whole batches of one partition. Nest's own Kafka transport handles a message at a time and commits
 * by itself, which is no basis for writing a store exactly once.
 */
export class BatchTransport extends Server implements CustomTransportStrategy {
  private readonly consumers: GroupConsumer[] = [];

  constructor(private readonly options: BatchTransportOptions) {
    super();
  }

  /** Starts the consumers. It doesn't wait for Kafka: a consumer keeps trying until it is there. */
  listen(callback: (error?: unknown) => void): void {
    try {
      for (const declaration of this.options.consumers) {
        this.consumers.push(new GroupConsumer(this.options.kafka, declaration, this.handlerOf(declaration.name)));
      }
      this.consumers.forEach((consumer) => consumer.start());
      callback();
    } catch (error) {
      callback(error);
    }
  }

  /** Stops all consumers, each after its handler has finished what it holds. */
  async close(): Promise<void> {
    await Promise.all(this.consumers.map((consumer) => consumer.stop()));
  }

  /** @throws MessagingError while a consumer doesn't hear from Kafka: for readiness */
  assertAlive(): void {
    for (const consumer of this.consumers) {
      if (!consumer.alive)
        throw new MessagingError('not-consuming', `The consumer of ${consumer.topic} doesn't hear from Kafka.`, true);
    }
  }

  on(): never {
    throw new MessagingError('no-events', 'The batch transport has no events to subscribe to.', false);
  }

  unwrap<T>(): T {
    return this.consumers as T;
  }

  private handlerOf(name: string): BatchHandler {
    const batch = this.find(name, 'batch');
    const assigned = this.find(name, 'assigned');
    if (batch === undefined || assigned === undefined) {
      const message = `Consumer ${name} needs one method with @BatchConsumer('${name}') and one with @OnAssigned('${name}').`;
      throw new MessagingError('no-handler', message, false);
    }
    const revoked = this.find(name, 'revoked');
    const stopping = this.find(name, 'stopping');
    return {
      batch: async (data: PartitionBatch, control: ConsumerControl) => void (await this.call(batch, data, control)),
      assigned: async (data: AssignedPartition[], control) => (await this.call(assigned, data, control)) as Positions,
      revoked: async (data: number[], control) => void (revoked && (await this.call(revoked, data, control))),
      stopping: async (control) => void (stopping && (await this.call(stopping, undefined, control))),
    };
  }

  private find(name: string, event: ConsumerEvent): MessageHandler | undefined {
    return this.messageHandlers.get(this.normalizePattern(patternOf(name, event)));
  }

  private async call(handler: MessageHandler, data: unknown, control: ConsumerControl): Promise<unknown> {
    const answer: unknown = await handler(data, control);
    return lastValueFrom(this.transformToObservable(answer), { defaultValue: undefined });
  }
}
