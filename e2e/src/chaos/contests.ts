import { Chance } from './chance';
import { tenants } from './load-event';

/** Seconds after the first claim. */
const soon = 2;
const late = { least: 10, most: 25 };
const contents = 2;

/** A record that claims the identity of a contest. */
export interface Claim {
  /** Which of the two sources claims it. */
  readonly source: 0 | 1;
  /** Which of the two contents it has. */
  readonly content: number;
  readonly partition: number;
  /** Seconds after the first claim, whole ones. */
  readonly after: number;
}

/** One identity that several records claim: different events as well as repeats of one. */
export interface Contest {
  readonly number: number;
  readonly id: string;
  readonly tenantUid: string;
  readonly claims: readonly Claim[];
}

const kinds = ['sources', 'contents', 'repeat', 'all'] as const;

/** Draws contests, the same for the same seed. */
export class Contests {
  private readonly chance: Chance;
  private drawn = 0;

  constructor(
    seed: number,
    private readonly partitions: number,
  ) {
    this.chance = new Chance(seed);
  }

  next(): Contest {
    const number = this.drawn;
    this.drawn += 1;
    const kind = this.pick(kinds);
    // Two sources can only claim one uid where the id is the uid.
    const isUid = kind === 'sources' || kind === 'all' || this.chance.next() < 0.5;
    return {
      number,
      id: isUid ? this.uuidV7() : `contest-${number}`,
      tenantUid: `tenant-${number % tenants}`,
      claims: this.claims(kind),
    };
  }

  private claims(kind: (typeof kinds)[number]): Claim[] {
    const first = this.pick([0, 1] as const);
    const other = first === 0 ? 1 : 0;
    const claim = (source: 0 | 1, content: number, partition: number, after: number) => ({
      ...{ source, content, partition, after },
    });
    const [at = 0, beside = 0] = this.chance.shuffled(Array.from({ length: this.partitions }, (_, n) => n));
    switch (kind) {
      case 'sources':
        return [claim(first, 0, at, 0), claim(other, 0, beside, this.delay())];
      case 'contents':
        return [claim(first, 0, at, 0), claim(first, 1, this.pick([at, beside]), this.delay())];
      case 'repeat':
        return [claim(first, 0, at, 0), claim(first, 0, this.pick([at, beside]), this.delay())];
      case 'all':
        return [
          claim(first, 0, at, 0),
          ...Array.from({ length: 2 + this.upTo(3) }, () =>
            claim(this.pick([first, other]), this.upTo(contents), this.upTo(this.partitions), this.delay()),
          ),
        ];
    }
  }

  /** Most at once, so that they race; the others when the first is stored, and long after. */
  private delay(): number {
    const drawn = this.chance.next();
    if (drawn < 0.55) return 0;
    return drawn < 0.75 ? 1 + this.upTo(soon) : Math.round(this.chance.between(late.least, late.most));
  }

  private uuidV7(): string {
    const digits = (count: number) => Array.from({ length: count }, () => this.upTo(16).toString(16)).join('');
    return `${digits(8)}-${digits(4)}-7${digits(3)}-${this.pick(['8', '9', 'a', 'b'])}${digits(3)}-${digits(12)}`;
  }

  /** 0 ≤ n < `limit`, whole. */
  private upTo(limit: number): number {
    return Math.floor(this.chance.next() * limit);
  }

  private pick<T>(items: readonly T[]): T {
    return items[this.upTo(items.length)] as T;
  }
}
