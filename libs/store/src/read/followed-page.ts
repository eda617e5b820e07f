import { dataOf } from '@trailbook/contract';
import { modeOf } from '../layout/codes';
import type { EntryFilter } from './entry-filter';
import type { ListOptions } from './list-entries';
import { followStatement } from './page-statements';
import { rowsOf } from './planning';
import type { ScopedReader } from './scope';
import type { EntryRow } from './stored-entry';

/** However far behind a page lies, no more are held. */
const rowsAtOnce = 1_000;

/**
 * The page of a filter by resources, users or kinds. The index knows a uid by its key, which others may share: what is theirs is
 * left out here, not in SQL, where taking a payload apart takes twice as long, and the index is followed further for it.
 * @returns undefined where a filter names none of them
 */
export async function followedPage(
  reader: ScopedReader,
  filter: EntryFilter,
  { limit, offset = 0, before }: ListOptions,
): Promise<EntryRow[] | undefined> {
  const page: EntryRow[] = [];
  let [toPass, from] = [offset, before];
  for (;;) {
    const atOnce = Math.min(toPass + limit - page.length, rowsAtOnce);
    const statement = followStatement(filter, reader.scope, { limit: atOnce, before: from });
    if (!statement) return undefined;
    const rows = await rowsOf<EntryRow>(reader.client, statement);
    const asked = rows.filter((row) => isAskedFor(row, filter));
    page.push(...asked.slice(toPass));
    toPass = Math.max(toPass - asked.length, 0);
    from = rows.at(-1);
    if (page.length >= limit || rows.length < atOnce) return page;
  }
}

function isAskedFor({ payload, mode }: EntryRow, { resourceUids, userUids }: EntryFilter): boolean {
  if (!resourceUids && !userUids) return true;
  const { resource, actor } = dataOf(payload, modeOf(mode));
  const user = actor.user?.uid;
  return (
    (!resourceUids || resourceUids.includes(resource.uid)) &&
    (!userUids || (user !== undefined && userUids.includes(user)))
  );
}
