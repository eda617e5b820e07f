import { stdSerializers } from 'pino';

const secret =
  /^(proxy-?)?authorization$|api[-_]?key$|^cookie$|^set-cookie$|password|passphrase|secret[-_]?(?:access[-_]?)?key|secret[-_]?token|session[-_]?token|private[-_]?key|^x-trailbook-identity$|^token$|^credentials$/i;
const maxDepth = 8;
const mask = '[redacted]';

/** A copy without the values of keys that hold secrets, at any depth. Errors are left to their serializer. */
export function redact(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || value instanceof Error || value instanceof Date) return value;
  if (Buffer.isBuffer(value)) return `[${value.length} bytes]`;
  if (depth >= maxDepth) return '[too deep]';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key, secret.test(key) && inner ? mask : redact(inner, depth + 1)]),
  );
}

/** An error for the log: type, message, stack and its own fields, without the values that a statement was run with. */
export function serializeError(error: Error): unknown {
  const { parameters: _values, ...rest } = stdSerializers.err(error) as unknown as Record<string, unknown>;
  return redact(rest);
}
