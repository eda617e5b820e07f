import type { ClientBase, Pool } from 'pg';

/** Where the records of a Kafka partition begin whose verdicts are asked for. */
export interface VerdictsWanted {
  epoch: number;
  partition: number;
  from: bigint;
}

/** What ingest made of the records of one partition, from an offset on. */
export interface VerdictsFound {
  /** How far ingest has stored the partition. */
  stored: bigint;
  /** Up to here, from the offset asked for, it is known what became of each record. */
  known: bigint;
  /** Of those, the ones that are not stored: rejected, or repeats of what was stored before. In order. */
  notStored: readonly { from: bigint; to: bigint }[];
  /**
   * Where the offset asked for is stored and it is not known what became of its record: the next one at which that may be
   * known. What lies before it has to be taken from the store.
   */
  unknownTo: bigint | undefined;
}

interface Row {
  n: string;
  next_offset: string;
  verdicts_from: string;
  verdicts_to: string;
  froms: string[] | null;
  tos: string[] | null;
}

const mostRanges = 5_000;

/** In one statement, so that the ranges are all those of what is stored. Partitions that were never stored are undefined. */
export async function verdictsOf(
  client: Pool | ClientBase,
  wanted: readonly VerdictsWanted[],
): Promise<(VerdictsFound | undefined)[]> {
  const { rows } = await client.query<Row>({
    name: 'trailbook-verdicts',
    text: `SELECT w.n, o.next_offset, o.verdicts_from, o.verdicts_to, s.froms, s.tos
             FROM unnest($1::int2[], $2::int4[], $3::int8[]) WITH ORDINALITY w (epoch_id, kafka_partition, first, n)
             JOIN audit.kafka_offset o USING (epoch_id, kafka_partition)
            CROSS JOIN LATERAL (
              SELECT array_agg(r.from_offset ORDER BY r.to_offset) AS froms, array_agg(r.to_offset ORDER BY r.to_offset) AS tos
                FROM (SELECT from_offset, to_offset FROM audit.not_stored n
                       WHERE n.epoch_id = w.epoch_id AND n.kafka_partition = w.kafka_partition AND n.to_offset > w.first
                       ORDER BY n.to_offset LIMIT ${mostRanges}) r) s`,
    values: [
      wanted.map(({ epoch }) => epoch),
      wanted.map(({ partition }) => partition),
      wanted.map(({ from }) => String(from)),
    ],
  });
  const found = new Map(rows.map((row) => [Number(row.n) - 1, row]));
  return wanted.map(({ from }, index) => {
    const row = found.get(index);
    return row && verdictsIn(row, from);
  });
}

function verdictsIn({ next_offset, verdicts_from, verdicts_to, froms, tos }: Row, from: bigint): VerdictsFound {
  const [stored, knownFrom, knownTo] = [BigInt(next_offset), BigInt(verdicts_from), BigInt(verdicts_to)];
  if (from < knownFrom) return { stored, known: from, notStored: [], unknownTo: knownFrom };
  if (from >= knownTo) return { stored, known: from, notStored: [], unknownTo: from < stored ? stored : undefined };
  const notStored = (froms ?? []).map((first, index) => ({ from: BigInt(first), to: BigInt(tos![index]!) }));
  const last = notStored.length < mostRanges ? undefined : notStored.at(-1);
  return { stored, known: last?.to ?? knownTo, notStored, unknownTo: undefined };
}
