import { ApiError, isText } from '@trailbook/service';

interface TextRule {
  max: number;
  pattern?: RegExp;
  /** What the pattern stands for, to complete "must be …". */
  form?: string;
}

/** Reads one object of a request's body, field by field. `null` is as absent; a wrong field is a 400 that names it. */
export class BodyFields {
  private constructor(
    private readonly values: Readonly<Record<string, unknown>>,
    private readonly path: string,
  ) {}

  static of(value: unknown, path: string): BodyFields {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      throw ApiError.invalidRequest(path, `${path} must be an object`);
    }
    return new BodyFields(value as Record<string, unknown>, path);
  }

  pathOf(name: string): string {
    return this.path === '' ? name : `${this.path}.${name}`;
  }

  object(name: string): BodyFields {
    return BodyFields.of(this.values[name], this.pathOf(name));
  }

  optionalObject(name: string): BodyFields | undefined {
    return this.isAbsent(name) ? undefined : this.object(name);
  }

  list(name: string): unknown[] {
    const value = this.values[name];
    if (!Array.isArray(value)) throw this.invalid(name, 'must be a list');
    return value;
  }

  text(name: string, rule: TextRule): string {
    const text = this.optionalText(name, rule);
    if (text === undefined) throw this.invalid(name, 'is required');
    return text;
  }

  /** Undefined for an absent or empty one. */
  optionalText(name: string, { max, pattern, form }: TextRule): string | undefined {
    const value = this.values[name];
    if (this.isAbsent(name) || value === '') return undefined;
    if (!isText(value, 1, max)) throw this.invalid(name, `must be text of at most ${max} characters`);
    if (pattern && !pattern.test(value)) throw this.invalid(name, `must be ${form}`);
    return value;
  }

  optionalTexts(name: string, rule: TextRule & { maxItems: number }): string[] {
    if (this.isAbsent(name)) return [];
    const items = this.list(name);
    if (items.length > rule.maxItems) throw this.invalid(name, `must have at most ${rule.maxItems} items`);
    return items.map((item) => {
      if (!isText(item, 1, rule.max))
        throw this.invalid(name, `must be a list of texts of at most ${rule.max} characters`);
      return item;
    });
  }

  /** One of the allowed values; the first of them where it is absent or empty. */
  oneOf<const T extends readonly [string, ...string[]]>(name: string, allowed: T): T[number] {
    const value = this.values[name];
    if (this.isAbsent(name) || value === '') return allowed[0];
    const known = allowed.find((item) => item === value);
    if (known === undefined) throw this.invalid(name, `must be one of ${allowed.join(', ')}`);
    return known;
  }

  isAbsent(name: string): boolean {
    return this.values[name] === undefined || this.values[name] === null;
  }

  invalid(name: string, problem: string): ApiError {
    return ApiError.invalidRequest(this.pathOf(name), `${this.pathOf(name)} ${problem}`);
  }
}
