export const hour = 3_600_000;
export const day = 24 * hour;

/** A stretch of time in milliseconds since 1970: `from` included, `to` not; open where undefined. */
export interface Stretch {
  from?: number;
  to?: number;
}

/** A stretch as the whole units inside of it, and what is left of it at its ends. */
export interface Cut {
  whole?: Stretch;
  edges: Stretch[];
}

/**
 * Cuts a stretch at the units' bounds: the whole ones are in the roll-ups, the ragged edges must be counted one by one.
 * An open end has no edge.
 */
export function cutAtUnits({ from, to }: Stretch, unit: number): Cut {
  const first = from === undefined ? undefined : Math.ceil(from / unit) * unit;
  const past = to === undefined ? undefined : Math.floor(to / unit) * unit;
  if (first !== undefined && past !== undefined && first >= past) {
    return { edges: from! < to! ? [{ from, to }] : [] };
  }
  const edges: Stretch[] = [];
  if (from !== undefined && from < first!) edges.push({ from, to: first });
  if (to !== undefined && past! < to) edges.push({ from: past, to });
  return { whole: { from: first, to: past }, edges };
}
