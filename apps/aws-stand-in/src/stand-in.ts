import { Accounts } from './accounts/accounts';
import { Faults } from './faults/faults';
import { LogGroups } from './logs/log-groups';
import { MessageHeads } from './logs/message-heads';

export interface Settings {
  /** How many events of a stream are kept for reading back; 0 keeps counts alone. */
  keepEvents: number;
  /** One event's limit in UTF-8 bytes plus 26: 1,048,576, or 262,144 as older regions have it. */
  largestEventBytes: number;
  /** Of every message so many characters from its beginning are kept, to tell what arrived, when, and how often. */
  headCharacters: number;
  seed: number;
}

/** Everything that one stand-in knows: keys and roles, groups and streams, faults, and the calls that were made. */
export class StandIn {
  readonly accounts = new Accounts();
  readonly heads: MessageHeads;
  readonly groups: LogGroups;
  readonly faults: Faults;
  /** Calls by operation, refused ones included: this is how a test proves which calls were never made. */
  readonly calls: Record<string, number> = {};

  constructor(readonly settings: Settings) {
    this.heads = new MessageHeads(settings.headCharacters);
    this.groups = new LogGroups(settings.keepEvents, this.heads);
    this.faults = new Faults(settings.seed);
  }

  count(operation: string): void {
    this.calls[operation] = (this.calls[operation] ?? 0) + 1;
  }

  /** Forgets groups, faults and counts; keys and roles stay. */
  reset(): void {
    this.groups.clear();
    this.heads.clear();
    this.faults.clear();
    for (const operation of Object.keys(this.calls)) delete this.calls[operation];
  }
}
