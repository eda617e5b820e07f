/** Types that values of a filter are given as; the only part of them that is ever written into a statement. */
export type SqlType = 'text' | 'text[]' | '"char"[]' | 'int4' | 'int4[]' | 'int8' | 'uuid' | 'uuid[]' | 'timestamptz';
export type SqlValue = string | number | readonly (string | number)[];

/** Takes values out of a statement: each becomes an expression that stands for it. */
export interface SqlValues {
  of(value: SqlValue, type: SqlType): string;
}

/** Values as parameters `$1`, `$2`, … */
export class Parameters implements SqlValues {
  readonly list: SqlValue[] = [];

  of(value: SqlValue, type: SqlType): string {
    this.list.push(value);
    return `$${this.list.length}::${type}`;
  }
}

/**
 * Values as settings of the transaction, for statements that take no parameters (COPY, DECLARE). Read in a sub-select,
 * so that each is converted once and not for every row.
 */
export class Settings implements SqlValues {
  readonly list: { name: string; text: string }[] = [];

  of(value: SqlValue, type: SqlType): string {
    const name = `trailbook.value_${this.list.length + 1}`;
    this.list.push({ name, text: typeof value === 'object' ? arrayLiteral(value) : String(value) });
    // The outer cast changes nothing, but `ANY (SELECT …)` would mean the rows of the sub-select.
    return `(SELECT current_setting('${name}')::${type})::${type}`;
  }
}

/** PostgreSQL's text form of an array. */
function arrayLiteral(values: readonly (string | number)[]): string {
  return `{${values.map((value) => `"${String(value).replace(/["\\]/g, '\\$&')}"`).join(',')}}`;
}
