import { createHash } from 'node:crypto';

const most = 64;
const names = new Map<string, string>();

/**
 * Name under which a connection keeps the plan of a statement; undefined for statements beyond the first 64 texts, which
 * are planned each time: every combination of filters is a text of its own, and a plan over all months takes memory.
 */
export function statementName(text: string): string | undefined {
  const known = names.get(text);
  if (known !== undefined || names.size >= most) return known;
  const name = `trailbook-${createHash('sha256').update(text).digest('hex').slice(0, 24)}`;
  names.set(text, name);
  return name;
}
