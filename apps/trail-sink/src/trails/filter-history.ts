import { isSameFilter, letsThrough, type Filtered, type TrailFilter } from './trail-filter';

/** A filter, and the time since which it holds: for entries that Kafka received then or later, milliseconds since 1970. */
export interface FilterSince {
  readonly since: number;
  readonly filter: TrailFilter;
}

/** Every instance has heard of a change by then: it comes by notice, and is looked for every ten seconds besides. */
export const changeTakesMs = 15_000;
/** Beyond that the oldest filters are forgotten: what they decided is long delivered. */
const mostKept = 50;

/**
 * The filters of a trail, one after the other. Which of them decides depends on nothing but when Kafka received an entry:
 * so the log, the catch-up from the store and a reconciliation always agree.
 */
export class FilterHistory {
  constructor(readonly filters: readonly FilterSince[]) {}

  /** That of a new trail. */
  static of(filter: TrailFilter): FilterHistory {
    return new FilterHistory([{ since: 0, filter }]);
  }

  /** The one that decides about what comes now and later. */
  get present(): TrailFilter {
    return this.filters.at(-1)?.filter ?? {};
  }

  /** With another filter from shortly after `now` on. */
  changed(filter: TrailFilter, now: number): FilterHistory {
    if (isSameFilter(filter, this.present)) return this;
    const since = now + changeTakesMs;
    // A change that has not come to hold yet is as if it had never been made.
    const before = this.filters.filter((one) => one.since <= now);
    return new FilterHistory([...before, { since, filter }].slice(-mostKept));
  }

  at(receivedAt: number): TrailFilter {
    for (let index = this.filters.length - 1; index > 0; index -= 1) {
      const one = this.filters[index];
      if (one && one.since <= receivedAt) return one.filter;
    }
    return this.filters[0]?.filter ?? {};
  }

  /** Whether the trail delivers it. `what` is undefined for a note. */
  letsThrough(receivedAt: number, what?: Filtered): boolean {
    return letsThrough(this.at(receivedAt), what);
  }
}
