import type { PoolClient } from 'pg';
import { entriesOfBlock, searchText } from '../layout/search-text';
import type { Row } from './rows';
import type { AppendEntry } from './types';

const day = 86_400_000;
/** Search texts have no control characters. */
const separator = '\x01';

/** Entries of one tenant, project and day, as far as they are searched. */
interface Stretch {
  tenantId: number;
  projectId: number;
  day: number;
  /** Milliseconds since 1970. */
  first: number;
  last: number;
  entries: number;
  text: string;
}

/** Adds what can be searched in stored entries: a row a tenant and project. */
export async function addSearchTexts(client: PoolClient, entries: readonly Row[]): Promise<void> {
  const stretches = stretchesOf(entries);
  await client.query({
    name: 'trailbook-search-texts',
    text: `INSERT INTO audit.search_delta (tenant_id, project_id, firsts, lasts, entries, texts)
     SELECT tenant_id, project_id, array_agg(first), array_agg(last), array_agg(entries), array_agg(words)
       FROM unnest($1::int4[], $2::int4[], $3::int8[], $4::int8[], $5::int4[], string_to_array($6, E'\\x01'))
            s (tenant_id, project_id, first, last, entries, words)
      GROUP BY tenant_id, project_id`,
    values: [
      stretches.map(({ tenantId }) => tenantId),
      stretches.map(({ projectId }) => projectId),
      stretches.map(({ first }) => first),
      stretches.map(({ last }) => last),
      stretches.map(({ entries: count }) => count),
      // As one text: the elements of an array would each be looked through for what has to be quoted.
      stretches.map(({ text }) => searchText(text)).join(separator),
    ],
  });
}

/** Rows come sorted by tenant and uid, so for most events by time. */
function stretchesOf(rows: readonly Row[]): Stretch[] {
  const stretches: Stretch[] = [];
  const open = new Map<string, Stretch>();
  for (const { numbers, envelope, source } of rows) {
    const { tenantId, projectId } = numbers;
    const { time } = envelope;
    const at = Math.floor(time / day);
    const key = `${tenantId} ${projectId} ${at}`;
    let stretch = open.get(key);
    if (stretch === undefined || stretch.entries === entriesOfBlock) {
      stretch = { tenantId, projectId, day: at, first: time, last: time, entries: 0, text: '' };
      open.set(key, stretch);
      stretches.push(stretch);
    }
    if (time < stretch.first) stretch.first = time;
    if (time > stretch.last) stretch.last = time;
    stretch.entries += 1;
    stretch.text += textOf(source as AppendEntry);
  }
  return stretches;
}

function textOf({ event: { resource, actionMsg, userMsg } }: AppendEntry): string {
  return `${resource.name ?? ''} ${actionMsg ?? ''} ${userMsg ?? ''} `;
}
