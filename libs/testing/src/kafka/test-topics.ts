import { randomBytes } from 'node:crypto';

/** Names that no other spec uses on the shared Kafka. */
export interface TestTopics {
  prefix: string;
  events: string;
  rejected: string;
  /** A consumer group's name of this spec's own. */
  group(name: string): string;
}

/** New names for one spec file; the topics themselves are made by what is tested, or by the messaging library. */
export function testTopics(): TestTopics {
  const prefix = `t${randomBytes(5).toString('hex')}`;
  return {
    prefix,
    events: `${prefix}.audit.events`,
    rejected: `${prefix}.audit.events.rejected`,
    group: (name) => `${prefix}-${name}`,
  };
}
