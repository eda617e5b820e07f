import type { Pool } from 'pg';

const deletedAtOnce = 10_000;

/**
 * Forgets what became of records that Kafka has deleted: those before where the partitions begin now, and all of the
 * topic's earlier epochs, whose logs are gone. That they are forgotten is written down first: whoever still holds such a
 * record takes it from the store.
 * @returns how many ranges it deleted
 */
export async function forgetVerdicts(
  pool: Pool,
  epochId: number,
  begins: ReadonlyMap<number, bigint>,
): Promise<number> {
  // One after the other: a chunk's fence locks several, in an order of its own.
  for (const [partition, first] of begins) {
    await pool.query(
      `UPDATE audit.kafka_offset SET verdicts_from = least($3::int8, verdicts_to)
        WHERE epoch_id = $1 AND kafka_partition = $2 AND verdicts_from < least($3::int8, verdicts_to)`,
      [epochId, partition, String(first)],
    );
  }
  await pool.query(
    `UPDATE audit.kafka_offset SET verdicts_from = verdicts_to
      WHERE verdicts_from < verdicts_to AND epoch_id IN (
        SELECT e.id FROM audit.kafka_epoch e JOIN audit.kafka_epoch present ON present.id = $1
         WHERE e.topic = present.topic AND e.id < present.id)`,
    [epochId],
  );
  return deleteForgotten(pool);
}

async function deleteForgotten(pool: Pool): Promise<number> {
  for (let all = 0; ;) {
    const { rowCount } = await pool.query(
      `DELETE FROM audit.not_stored n USING (
         SELECT s.epoch_id, s.kafka_partition, s.to_offset FROM audit.kafka_offset o JOIN audit.not_stored s
             ON s.epoch_id = o.epoch_id AND s.kafka_partition = o.kafka_partition AND s.to_offset <= o.verdicts_from
          LIMIT ${deletedAtOnce}) old
        WHERE n.epoch_id = old.epoch_id AND n.kafka_partition = old.kafka_partition AND n.to_offset = old.to_offset`,
    );
    const deleted = rowCount ?? 0;
    all += deleted;
    if (deleted < deletedAtOnce) return all;
  }
}
