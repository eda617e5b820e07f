import type { PoolClient } from 'pg';
import type { DataSource } from 'typeorm';

/**
 * Runs a statement that each connection plans once. TypeORM has every statement planned anew, which for a large one that is
 * run for every call takes longer than the work itself.
 *
 * @param name always of the same statement
 * @throws whatever the database says
 */
export async function prepared(
  dataSource: DataSource,
  name: string,
  text: string,
  values: readonly unknown[],
): Promise<void> {
  const runner = dataSource.createQueryRunner();
  try {
    const client = (await runner.connect()) as PoolClient;
    await client.query({ name, text, values: [...values] });
  } finally {
    await runner.release();
  }
}
