import { pageOf, pageStart, type Page, type PageQuery } from '@trailbook/service';
import { MoreThan, type EntityManager, type EntityTarget, type FindOptionsOrder, type FindOptionsWhere } from 'typeorm';

/** A page of what has a uid, in the order in which it was made. `where` names the tenant. */
export async function readPage<T extends { uid: string }>(
  manager: EntityManager,
  entity: EntityTarget<T>,
  where: FindOptionsWhere<T>,
  query: PageQuery,
): Promise<Page<T>> {
  const start = pageStart(query);
  const after = start.afterUid === undefined ? {} : { uid: MoreThan(start.afterUid) };
  const found = await manager.find(entity, {
    where: { ...where, ...after },
    order: { uid: 'ASC' } as FindOptionsOrder<T>,
    skip: start.afterUid === undefined ? start.offset : 0,
    take: start.limit + 1,
  });
  return pageOf(found, await manager.countBy(entity, where), start, ({ uid }) => uid);
}
