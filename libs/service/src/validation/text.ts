import { ValidateBy, type ValidationOptions } from 'class-validator';

const UNSTORABLE = /\p{Surrogate}|\0/u;

/**
 * A string of `minimum` to `maximum` Unicode code points (not bytes, not UTF-16 units) that every store accepts: no
 * U+0000, no lone surrogate.
 */
export function Text(minimum: number, maximum: number, options?: ValidationOptions): PropertyDecorator {
  return ValidateBy(
    {
      name: 'text',
      validator: {
        validate: (value: unknown) => isText(value, minimum, maximum),
        defaultMessage: (validation) =>
          `${validation?.property ?? 'value'} must be text of ${minimum} to ${maximum} characters`,
      },
    },
    options,
  );
}

export function isText(value: unknown, minimum: number, maximum: number): value is string {
  if (typeof value !== 'string' || value.length > 2 * maximum || UNSTORABLE.test(value)) return false;
  const length = [...value].length;
  return length >= minimum && length <= maximum;
}
