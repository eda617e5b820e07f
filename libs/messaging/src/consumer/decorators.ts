import { EventPattern } from '@nestjs/microservices';

export type ConsumerEvent = 'batch' | 'assigned' | 'revoked' | 'stopping';

export const patternOf = (consumer: string, event: ConsumerEvent) => ({ consumer, event });

/**
 * The method takes batches of the consumer declared under this name: `(batch: PartitionBatch, control: ConsumerControl)`.
 * It should hand them on and return: until it does nothing more is fetched.
 */
export const BatchConsumer = (consumer: string): MethodDecorator => EventPattern(patternOf(consumer, 'batch'));

/**
 * The method says where partitions start: `(partitions: AssignedPartition[], control) => Promise<Positions>`. It is called
 * again, after a pause, when it fails; nothing is read meanwhile.
 */
export const OnAssigned = (consumer: string): MethodDecorator => EventPattern(patternOf(consumer, 'assigned'));

/** The method learns that partitions are no longer this member's: `(partitions: number[], control)`. */
export const OnRevoked = (consumer: string): MethodDecorator => EventPattern(patternOf(consumer, 'revoked'));

/** The method is called before the consumer stops, and has five seconds to finish what it holds: `(nothing, control)`. */
export const OnStopping = (consumer: string): MethodDecorator => EventPattern(patternOf(consumer, 'stopping'));
