import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { ValidateBy } from 'class-validator';
import { asSent } from './as-sent';

/** Any JSON object, kept as it came: no key is taken out of it, whatever its name. */
export function JsonObject(): PropertyDecorator {
  return applyDecorators(
    // What the transformation makes of it is a copy without keys such as `constructor`.
    Transform(({ obj, key }: TransformFnParams) => asSent(obj as object, key)),
    ValidateBy({
      name: 'jsonObject',
      validator: {
        validate: (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value),
        defaultMessage: (validation) => `${validation?.property ?? 'value'} must be an object`,
      },
    }),
  );
}
