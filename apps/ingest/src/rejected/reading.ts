import type { ReadTopicOptions } from '@trailbook/messaging';

/** A rejected topic may be large: reading it to its end may take long. */
export const reading: ReadTopicOptions = { groupPrefix: 'trailbook-rejected', timeoutMs: 3_600_000 };
