import type { AppendEntry } from '@trailbook/store/append';

/** A word that one entry of the load has, far back. */
export const rareWord = 'needle';

/** What is searched for: what nearly all entries have, one in the whole log, none, and a phrase whose words many have. */
export const searches: Record<string, string> = {
  common: 'cluster',
  rare: rareWord,
  absent: 'nowhere-to-be-found',
  phrase: 'update of cluster cluster-40 by user7',
};

/** The entry with another message. */
export function saying(actionMsg: string, entry: AppendEntry): AppendEntry {
  const data = JSON.parse(entry.event.value.toString()) as object;
  const value = Buffer.from(JSON.stringify({ ...data, actionMsg }));
  return { ...entry, event: { ...entry.event, actionMsg, value } };
}
