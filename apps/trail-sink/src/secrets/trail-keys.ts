import { TrailSinkError } from '../errors';

/** Keys by their id; the first encrypts, all of them decrypt. */
export interface TrailKeys {
  readonly current: string;
  readonly keys: ReadonlyMap<string, Buffer>;
}

const keyBytes = 32;
const format = /^([A-Za-z0-9._-]{1,64}):([A-Za-z0-9+/]{43}=)$/;

/**
 * Reads `kid:base64(32 bytes)[,kid2:…]`.
 * @throws TrailSinkError that says what is wrong without showing any of it
 */
export function parseTrailKeys(text: string): TrailKeys {
  const parsed = text.split(',').map((part) => format.exec(part.trim()));
  const keys = new Map<string, Buffer>();
  for (const match of parsed) {
    const [, kid = '', encoded = ''] = match ?? [];
    const key = Buffer.from(encoded, 'base64');
    if (key.length !== keyBytes) throw malformed('must be kid:base64(32 bytes), several separated by commas');
    if (keys.has(kid)) throw malformed('names the same key id twice');
    keys.set(kid, key);
  }
  const [current] = keys.keys();
  return { current: current ?? '', keys };
}

const malformed = (problem: string): TrailSinkError => new TrailSinkError('trail-keys', `TRAIL_KEYS ${problem}.`);
