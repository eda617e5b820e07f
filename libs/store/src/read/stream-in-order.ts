import type { PoolClient } from 'pg';
import type { EntryFilter } from './entry-filter';
import { inOrder, plan } from './planning';

/**
 * Lets the transaction's statements read entries along the index by time. The planner would gather all that match and
 * sort it, on disk where there is much: the first row of a whole log then takes longer than anybody waits. Where a column
 * with an index leaves few, gathering them is better, and nothing is changed.
 */
export async function streamInOrder(client: PoolClient, filter: EntryFilter): Promise<void> {
  if (filter.resourceKinds || filter.resourceUids || filter.userUids) return;
  await plan(client, inOrder);
}
