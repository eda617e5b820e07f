const keptLast = ['uid', 'time', 'type', 'receivedAt', 'source', 'tenantUid'];
const spaceForNotice = 512;

/**
 * Cuts a JSON message down to at most `maxBytes` (at least 1,024), as valid JSON that says so: `shortened` holds the
 * original size in bytes and the names of the fields that were cut (strings) or left out (all others), largest first.
 * The fields that identify the entry go last. A message that isn't a JSON object is quoted and cut.
 */
export function shorten(message: Buffer, maxBytes: number): Buffer {
  const fields = parseObject(message);
  const names: string[] = [];
  const result = new Map(fields.map(([name, value]) => [name, { value, bytes: sizeOf(name, value) }]));
  let size = [...result.values()].reduce((sum, { bytes }) => sum + bytes, spaceForNotice);
  const byCost = [...result].sort(([a, x], [b, y]) => rank(a) - rank(b) || y.bytes - x.bytes);
  for (const [name, { value, bytes }] of byCost) {
    if (size <= maxBytes) break;
    names.push(name);
    const room = bytes - (size - maxBytes);
    const cut = typeof value === 'string' ? cutText(name, value, room) : undefined;
    if (cut === undefined) result.delete(name);
    else result.set(name, { value: cut, bytes: sizeOf(name, cut) });
    size += (cut === undefined ? 0 : sizeOf(name, cut)) - bytes;
  }
  const kept = Object.fromEntries([...result].map(([name, { value }]) => [name, value]));
  const notice = { bytes: message.length, fields: listed(names) };
  return Buffer.from(JSON.stringify({ ...kept, shortened: notice }));
}

function parseObject(message: Buffer): [string, unknown][] {
  const text = message.toString('utf8');
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === 'object' && parsed !== null && !Array.isArray(parsed)) return Object.entries(parsed);
  } catch {
    // Not JSON: kept as text below, so that what arrives is still JSON.
  }
  return [['message', text]];
}

const rank = (name: string): number => (keptLast.includes(name) ? 1 : 0);

const sizeOf = (name: string, value: unknown): number => Buffer.byteLength(JSON.stringify({ [name]: value })) - 1;

/** The longest beginning of `text` whose field takes at most `room` bytes; undefined if that is none. */
function cutText(name: string, text: string, room: number): string | undefined {
  let low = 0;
  let high = Math.min(text.length, Math.max(0, room));
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (sizeOf(name, beginning(text, middle)) <= room) low = middle;
    else high = middle - 1;
  }
  return low === 0 ? undefined : beginning(text, low);
}

/** Never half of a surrogate pair: it would not be valid UTF-8. */
function beginning(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  const splitsPair = last >= 0xd800 && last <= 0xdbff;
  return text.slice(0, splitsPair ? length - 1 : length);
}

/** As many names as the space set aside for the notice holds. */
function listed(names: string[]): string[] {
  const list: string[] = [];
  let bytes = 0;
  for (const name of names) {
    bytes += Buffer.byteLength(JSON.stringify(name)) + 1;
    if (bytes > spaceForNotice - 128) return [...list, '…'];
    list.push(name);
  }
  return list;
}
