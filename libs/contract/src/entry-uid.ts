import { createHash } from 'node:crypto';

const allowed: Readonly<Record<string, string>> = { x: '0123456789abcdefABCDEF', v: '89abAB' };
/** Of each place of a UUIDv7 the characters that may stand there, by their codes. */
const places = Array.from('xxxxxxxx-xxxx-7xxx-vxxx-xxxxxxxxxxxx', (place) => {
  const codes = new Uint8Array(128);
  for (const character of allowed[place] ?? place) codes[character.charCodeAt(0)] = 1;
  return codes;
});

/** Whether a text is a UUID of version 7, in either case. A regular expression takes three times as long. */
export function isUuidV7(text: string): boolean {
  if (text.length !== places.length) return false;
  for (let at = 0; at < places.length; at += 1) if (places[at]![text.charCodeAt(at)] !== 1) return false;
  return true;
}

/**
 * The uid of the entry (or note) that an event becomes, which a producer thus knows before the event is stored: the id
 * itself, in lower case, where it is a UUIDv7; else a UUIDv8 made from tenant, source and id.
 */
export function entryUid(tenantUid: string, source: string, id: string): string {
  if (isUuidV7(id)) return id.toLowerCase();
  const hash = createHash('sha256').update(`${tenantUid}\n${source}\n${id}`, 'utf8').digest();
  hash[6] = (hash.readUInt8(6) & 0x0f) | 0x80;
  hash[8] = (hash.readUInt8(8) & 0x3f) | 0x80;
  const hex = hash.toString('hex', 0, 16);
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}`;
}
