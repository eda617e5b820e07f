/** What went wrong between us and Kafka; `retriable` says whether the same call may succeed later. */
export class MessagingError extends Error {
  constructor(
    readonly code: string,
    message: string,
    readonly retriable: boolean,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = new.target.name;
  }
}

/** No broker answered in time. */
export class KafkaUnreachableError extends MessagingError {
  constructor(brokers: readonly string[], reason: string, options?: ErrorOptions) {
    super('kafka-unreachable', `Kafka at ${brokers.join(', ')} can't be reached: ${reason}.`, true, options);
  }
}

/** Settings that can never work, named. */
export class KafkaConfigurationError extends MessagingError {
  constructor(message: string) {
    super('kafka-configuration', message, false);
  }
}

/** Kafka gave no acknowledgement within the time allowed. The records may or may not be in the topic. */
export class PublishTimeoutError extends MessagingError {
  constructor(topics: readonly string[], timeoutMs: number, cause?: unknown) {
    const last = cause instanceof Error ? ` Last: ${cause.message}` : '';
    super(
      'publish-timeout',
      `Kafka didn't acknowledge records for ${topics.join(', ')} in ${timeoutMs} ms.${last}`,
      true,
      {
        cause,
      },
    );
  }
}

/** Kafka answered, and will answer the same next time: too large, not authorised, no such topic. */
export class PublishRefusedError extends MessagingError {
  constructor(
    readonly kafkaCode: string,
    message: string,
    options?: ErrorOptions,
  ) {
    super('publish-refused', `Kafka refused the records (${kafkaCode}): ${message}`, false, options);
  }
}

/** A topic that should be there isn't. Nothing makes topics but the migration, so it may yet come. */
export class TopicError extends MessagingError {
  constructor(message: string) {
    super('topic', message, true);
  }
}
