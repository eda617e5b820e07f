import { countEntries, isRolledUp, type ScopedReader } from '@trailbook/store/read';
import type { AuditFilter } from '../filters/audit-filter';
import type { Total } from '../paging/page';

/**
 * All that match; or, where the roll-ups don't tell and nobody asks for more, that there are at least those found.
 * @param counted whether they are asked for, whatever it takes @param found what is known to match
 */
export async function totalOf(
  reader: ScopedReader,
  filter: AuditFilter,
  counted: boolean,
  found: number,
): Promise<Total> {
  return counted || isRolledUp(filter) ? countEntries(reader, filter) : { count: found, exact: false };
}
