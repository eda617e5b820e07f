import { RecordGlance, type HeaderForm } from '@trailbook/json-bytes';
import type { DecideOptions } from '../../decision';
import type { ActionType, SourceVerification } from '../../generated/types';
import type { KafkaRecord } from '../../record';
import { headParts, memberBegin, verificationMember } from '../../sink/message-head';
import { contentTypes, eventTypes, limits } from '../../topics';
import { judgeUnsigned } from '../judge-source';
import { isUriReference } from '../uri-reference';
import { wrongTime } from '../wrong-time';
import { Habit } from './habit';
import { familiarAt, slots, usualForm } from './usual-event';

const headers: readonly HeaderForm[] = [
  { name: 'content-type', role: 'word', word: contentTypes.json },
  { name: 'ce_specversion', role: 'word', isRequired: true, word: '1.0' },
  { name: 'ce_type', role: 'word', isRequired: true, word: eventTypes.event },
  { name: 'ce_id', role: 'id', isRequired: true },
  { name: 'ce_source', role: 'source', isRequired: true },
  { name: 'ce_time', role: 'time', isRequired: true },
  { name: 'ce_subject', role: 'subject' },
  { name: 'ce_traceparent', role: 'traceparent' },
  // What is signed is verified where records are looked at exactly, which is little beside it.
  { name: 'ce_keyid', role: 'unusual' },
  { name: 'ce_signature', role: 'unusual' },
];

/** What stands before a text, with the quote that it begins with. */
const quoted = (before: Buffer | string): string => `${before.toString()}"`;

/** An event for those who pass it on as it is. What it says is gone as soon as another record is looked at. */
export interface UsualRecord {
  readonly tenantUid: string;
  readonly projectUid: string | undefined;
  readonly actionType: ActionType;
  readonly resourceKind: string;
  /** The sixteen bytes of the entry's uid. */
  readonly uid: Int32Array;
  /** When it happened, in milliseconds since 1970. */
  readonly time: number;
  /** As `contentDigest` has it. */
  readonly digest: number;
  /** Size of what `sinkMessage` makes of it. */
  readonly messageBytes: number;
  /** Writes that to where there is room for it. */
  copyMessage(into: Uint8Array, at: number): void;
}

class GlanceAtRecords extends RecordGlance implements UsualRecord {
  readonly isNote = false;

  /** @param verification of every unsigned event that is taken */
  constructor(verification: SourceVerification) {
    const { uid, time, receivedAt, source } = headParts;
    super({
      data: usualForm,
      tenantSlot: slots['/tenantUid'],
      headers,
      parts: [
        uid,
        time,
        receivedAt,
        quoted(source),
        quoted(memberBegin('subject')),
        quoted(memberBegin('traceparent')),
        verificationMember(verification),
      ],
    });
  }

  get projectUid(): string | undefined {
    return familiarAt('/projectUid', this.found, this.memory, this.begin);
  }

  get actionType(): ActionType {
    return familiarAt('/actionType', this.found, this.memory, this.begin) as ActionType;
  }

  get resourceKind(): string {
    return familiarAt('/resource/kind', this.found, this.memory, this.begin)!;
  }
}

/** Looks at records, for those who pass their events on. */
export class UsualRecords {
  private readonly glance: GlanceAtRecords;
  private readonly habit = new Habit();
  private readonly verification: SourceVerification;

  constructor(private readonly options: DecideOptions) {
    this.verification = options.allowedSources === undefined ? 'unverified' : 'allowed';
    this.glance = new GlanceAtRecords(this.verification);
  }

  /**
   * The event of a record about which nothing is unusual, in one look at all of its bytes; undefined where `decideForward`
   * has to be asked. It says the same, and `sinkMessage` makes the same message of it.
   */
  look({ bytes, timestamp }: KafkaRecord): UsualRecord | undefined {
    if (bytes === undefined || !this.habit.isLikely) return undefined;
    const isUsual = this.glance.read(bytes, timestamp) && this.keepsContract(timestamp);
    this.habit.found(isUsual);
    return isUsual ? this.glance : undefined;
  }

  /** What a look at bytes doesn't tell. */
  private keepsContract(timestamp: number): boolean {
    const { source, tenantUid } = this.glance;
    if (source.length > limits.sourceBytes || !isUriReference(source)) return false;
    if (wrongTime(this.glance, timestamp, this.options)) return false;
    return judgeUnsigned(source, tenantUid, this.options) === this.verification;
  }
}
