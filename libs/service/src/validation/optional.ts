import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsOptional } from 'class-validator';

/** A field that may be absent. Clients send `null` for what they have not set: that is absent as well. */
export function Optional(): PropertyDecorator {
  return applyDecorators(
    IsOptional(),
    Transform(({ value }: TransformFnParams): unknown => value ?? undefined),
  );
}
