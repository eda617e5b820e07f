const [quote, space, openBrace, closeBrace, lineFeed, carriageReturn] = [0x22, 0x20, 0x7b, 0x7d, 0x0a, 0x0d];

/** What a sink's message has of its own, see `sinkMessage`. */
export const sinkNames = [
  'uid',
  'time',
  'receivedAt',
  'source',
  'sourceVerification',
  'subject',
  'traceparent',
] as const;

/** Whether a JSON text is an object without white space at its ends and before its first and behind its last member. */
export function isTight(json: Buffer): boolean {
  const last = json.length - 1;
  return json[0] === openBrace && json[1] === quote && json[last] === closeBrace && json[last - 1]! > space;
}

/** Whether the bytes of an object can stand in a sink's message as they are: on one line, and no key is one of its own. */
export function isPlainObject(json: Buffer, parsed: object): boolean {
  if (!isTight(json) || json.includes(lineFeed) || json.includes(carriageReturn)) return false;
  return !sinkNames.some((name) => Object.hasOwn(parsed, name));
}
