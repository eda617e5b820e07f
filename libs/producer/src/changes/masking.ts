import { randomUUID } from 'node:crypto';
import { isObject, type Json } from './json';
import { pointerTokens } from './pointer';
import { SecretPlace } from './secret-place';

/** What stands in an event where a secret was. */
export const MASK = '********';

/**
 * Replaces secrets before two states of a resource are compared. Equal secrets get equal stand-ins and different ones
 * different stand-ins, so that a comparison still tells that a secret changed, and never what it was. The stand-ins are
 * random, and {@link Masking.reveal} turns them all into {@link MASK}.
 */
export class Masking {
  private readonly root: SecretPlace;
  private readonly prefix = `secret:${randomUUID()}:`;
  private readonly known = new Map<string, string>();

  /**
   * @param paths JSON Pointers; a token `*` stands for any one key, `**` for any number of them, none included. The
   *   elements of a list are reached by `*` and `**` alone.
   */
  constructor(paths: readonly string[]) {
    this.root = new SecretPlace(paths.map(pointerTokens));
  }

  hide(state: Json): Json {
    return this.walk(state, this.root);
  }

  /** Every stand-in in `value` becomes the mask. */
  reveal(value: Json): Json {
    if (typeof value === 'string') return value.startsWith(this.prefix) ? MASK : value;
    if (Array.isArray(value)) return value.map((item) => this.reveal(item));
    if (isObject(value)) return mapValues(value, (item) => this.reveal(item));
    return value;
  }

  private walk(value: Json, place: SecretPlace): Json {
    // An absent secret is told apart from a present one: null and '' hide nothing.
    if (place.isSecret) return value === null || value === '' ? value : this.standIn(value);
    if (place.isPlain) return value;
    if (Array.isArray(value)) return value.map((item) => this.walk(item, place.element));
    if (isObject(value)) return mapValues(value, (item, key) => this.walk(item, place.below(key)));
    return value;
  }

  private standIn(secret: Json): string {
    const text = JSON.stringify(secret);
    const known = this.known.get(text) ?? `${this.prefix}${this.known.size}`;
    this.known.set(text, known);
    return known;
  }
}

function mapValues(object: Record<string, Json>, map: (value: Json, key: string) => Json): Json {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, map(value, key)]));
}
