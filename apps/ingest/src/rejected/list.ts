import { readTopic, type KafkaConnection } from '@trailbook/messaging';
import type { Command } from './arguments';
import { describe, isWanted, type Described } from './rejected-record';
import { reading } from './reading';
import { Seen } from './seen';

export interface Listed {
  /** The newest, oldest first. */
  records: Described[];
  /** All that match, copies left out. */
  matching: number;
}

/** Looks through the rejected topic. @throws MessagingError */
export async function list(kafka: KafkaConnection, topic: string, { wanted, limit }: Command): Promise<Listed> {
  const seen = new Seen();
  let records: Described[] = [];
  let matching = 0;
  const newest = () => records.sort((a, b) => a.time.localeCompare(b.time)).slice(-limit);
  await readTopic(
    kafka,
    topic,
    (found) => {
      for (const described of found.map(describe)) {
        if (!isWanted(described, wanted) || !seen.add(described.origin)) continue;
        matching += 1;
        records.push(described);
      }
      if (records.length > 2 * limit) records = newest();
    },
    reading,
  );
  return { records: newest(), matching };
}

/** One line for people. What producers wrote is quoted: it may hold anything. */
export function lineOf({ place, time, code, origin, source, id, reason, cut }: Described): string {
  const who = source === undefined ? '-' : `${JSON.stringify(source)} ${JSON.stringify(id ?? '')}`;
  return `${place}  ${time}  ${code}  ${origin}  ${who}  ${JSON.stringify(reason)}${cut ? '  (cut)' : ''}`;
}
