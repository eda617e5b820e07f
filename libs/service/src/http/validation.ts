import { ValidationPipe, type ValidationError } from '@nestjs/common';
import { ApiError } from '../errors/api-error';

/** Unknown keys are ignored; a wrong one is a 400 that names the field, the first one in the message. */
export function createValidationPipe(): ValidationPipe {
  return new ValidationPipe({
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
