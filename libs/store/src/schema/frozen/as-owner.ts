import type { Client } from 'pg';
import { ownerRole } from '../roles';

/** Runs `work` in a transaction as the owner of the schemas. */
export async function asOwner<T>(client: Client, work: () => Promise<T>): Promise<T> {
  await client.query('BEGIN');
  try {
    await client.query(`SET LOCAL ROLE ${ownerRole}`);
    const result = await work();
    await client.query('COMMIT');
    return result;
  } catch (error) {
    await client.query('ROLLBACK').catch(() => undefined); // the error says more than a lost connection would
    throw error;
  }
}
