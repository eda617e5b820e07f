import { createHash } from 'node:crypto';

const uuidV7 = /^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/** Whether a text is a UUID of version 7, in either case. */
export const isUuidV7 = (text: string): boolean => text.length === 36 && uuidV7.test(text);

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
