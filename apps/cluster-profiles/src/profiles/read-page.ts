import type { PageStart } from '@trailbook/service';
import { In, MoreThan, type EntityManager } from 'typeorm';
import { ClusterProfile } from './cluster-profile.entity';
import type { ProfileScope } from './scope';

/** A page ends early, and the next begins there, where its specs would be larger than this together. */
const PAGE_BYTES = 4 * 1024 * 1024;

/**
 * The profiles of a page, and one more where the list goes on.
 * @returns `limit` as it came out of the profiles' sizes
 */
export async function readPage(
  manager: EntityManager,
  scope: ProfileScope,
  { afterUid, offset, limit }: PageStart,
): Promise<{ found: ClusterProfile[]; count: number; limit: number }> {
  const sizes = await manager
    .createQueryBuilder(ClusterProfile, 'profile')
    .select('profile.uid', 'uid')
    .addSelect('octet_length(profile.spec::text)', 'bytes')
    .where({ ...scope, ...(afterUid !== undefined && { uid: MoreThan(afterUid) }) })
    .orderBy('profile.uid')
    .offset(afterUid === undefined ? offset : 0)
    .limit(limit + 1)
    .getRawMany<{ uid: string; bytes: number }>();
  const fitting = countFitting(sizes.map(({ bytes }) => bytes));
  const uids = sizes.slice(0, fitting + 1).map(({ uid }) => uid);
  const found = await manager.find(ClusterProfile, { where: { ...scope, uid: In(uids) }, order: { uid: 'ASC' } });
  return { found, count: await manager.countBy(ClusterProfile, scope), limit: Math.min(limit, fitting) };
}

function countFitting(sizes: number[]): number {
  let bytes = 0;
  const first = sizes.findIndex((size, index) => (bytes += size) > PAGE_BYTES && index > 0);
  return first === -1 ? sizes.length : first;
}
