import type { EventSigner } from '@trailbook/contract';
import type { OutgoingRecord } from '@trailbook/messaging';
import type { Claim, Contest, Contests } from './contests';
import { loadEvent } from './load-event';

export const contestSources = ['/chaos/contested-1', '/chaos/contested-2'] as const;
/** A claim that comes so long after the first of its identity counts as late. */
const lateMs = 5_000;

const messageOf = (number: number, content: number): string => `Contest ${number}, content ${content}`;

/** Whether a record is a claim, by its value. */
export const isClaim = (value: string): boolean => value.includes('"actionMsg":"Contest ');

interface Due {
  readonly contest: Contest;
  readonly claim: Claim;
  /** When the contest began: the time of all its events, milliseconds since 1970. */
  readonly time: number;
}

/**
 * The records of contests as they come due, those of the second source signed. They come once a second, many at once: so
 * they race each other, and most transactions of ingest have none of them, which would be repeated for it.
 */
export class Claims {
  /** Records that were due. */
  count = 0;
  /** Of these, due long after the first of their contest. */
  late = 0;
  private readonly due = new Map<number, Due[]>();
  private readonly began = Date.now();
  /** Seconds that are over. */
  private second = 0;

  constructor(
    private readonly contests: Contests,
    private readonly signer: EventSigner,
    private readonly perSecond: number,
  ) {}

  /** Begins contests, if a second has begun. @returns what is due then */
  next(): OutgoingRecord[] {
    const time = Date.now();
    if (time < this.began + this.second * 1_000) return [];
    for (let n = 0; n < this.perSecond; n += 1) this.begin(this.contests.next(), time);
    const due = this.due.get(this.second) ?? [];
    this.due.delete(this.second);
    this.second += 1;
    return this.records(due);
  }

  /** Begins no more. @returns what was still to come, in order */
  rest(): OutgoingRecord[] {
    const left = [...this.due].sort(([one], [other]) => one - other).flatMap(([, due]) => due);
    this.due.clear();
    return this.records(left);
  }

  private begin(contest: Contest, time: number): void {
    for (const claim of contest.claims) {
      const at = this.second + claim.after;
      const there = this.due.get(at);
      if (there) there.push({ contest, claim, time });
      else this.due.set(at, [{ contest, claim, time }]);
    }
  }

  private records(due: readonly Due[]): OutgoingRecord[] {
    this.count += due.length;
    this.late += due.filter(({ time }) => Date.now() - time >= lateMs).length;
    return due.map((one) => this.record(one));
  }

  private record({ contest, claim, time }: Due): OutgoingRecord {
    const { id, number } = contest;
    const event = { id, source: contestSources[claim.source], time, number, message: messageOf(number, claim.content) };
    return { ...loadEvent(event, claim.source === 1 ? this.signer : undefined), partition: claim.partition };
  }
}
