import { ValidationPipe, type ArgumentMetadata, type ValidationError } from '@nestjs/common';
import { ApiError } from '../errors/api-error';
import { copyOf } from '../validation/as-sent';

/**
 * Nest's pipe takes the keys `constructor`, `prototype` and `__proto__` out of a body at any depth and without a word,
 * since the transformation into a class trips over them. Here it does so with a copy: what somebody sent as data, see
 * `JsonObject`, stays as it came.
 */
class BodyPipe extends ValidationPipe {
  override transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    return super.transform(metadata.metatype && this.toValidate(metadata) ? copyOf(value) : value, metadata);
  }
}

/** Unknown keys are ignored; a wrong one is a 400 that names the field, the first one in the message. */
export function createValidationPipe(): ValidationPipe {
  return new BodyPipe({
    transform: true,
    whitelist: true,
    stopAtFirstError: true,
    exceptionFactory: (errors) => {
      const faults = errors.flatMap((error) => faultsOf(error, ''));
      const first = faults[0] ?? { field: 'body', message: 'The request is not valid' };
      return ApiError.invalidRequest(first.field, first.message, { errors: faults.slice(0, 20) });
    },
  });
}

interface Fault {
  field: string;
  message: string;
}

function faultsOf(error: ValidationError, prefix: string): Fault[] {
  const field = prefix + error.property;
  const own = Object.values(error.constraints ?? {}).map((message) => ({
    field,
    message: message.startsWith(error.property) ? prefix + message : `${field}: ${message}`,
  }));
  return [...own, ...(error.children ?? []).flatMap((child) => faultsOf(child, `${field}.`))];
}
