/** Details of an error answer: names of fields and what is wrong with them, never values that could be secret. */
export type ErrorDetails = Record<string, unknown>;

/**
 * An expected failure that becomes an answer `{code, message, details?}` with the given status.
 * `code` is stable and for programs, `message` is one sentence for people. Anything else that is thrown is a 500.
 */
export class ApiError extends Error {
  /** Further answer headers, such as Retry-After. */
  headers: Record<string, string> = {};

  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly details?: ErrorDetails,
    options?: ErrorOptions,
  ) {
    super(message, options);
    this.name = 'ApiError';
  }

  /** 400: the named field, parameter or header is wrong. */
  static invalidRequest(field: string, message: string, details?: ErrorDetails): ApiError {
    return new ApiError(400, 'InvalidRequest', message, { field, ...details });
  }

  /** 401: no credentials, or such that nobody knows. The message never says which. */
  static unauthorized(message = 'The request has no valid credentials'): ApiError {
    return new ApiError(401, 'Unauthorized', message);
  }

  /** 403: the caller may not do this in the scope asked for. */
  static forbidden(message = 'The caller is not permitted to do this in the scope asked for'): ApiError {
    return new ApiError(403, 'OperationForbidden', message);
  }

  /** 404: `what` does not exist, or not for this caller: the two are never told apart. */
  static notFound(what = 'The resource'): ApiError {
    return new ApiError(404, 'ResourceNotFound', `${what} was not found`);
  }

  /** 409: contradicts what exists. */
  static conflict(message: string, code = 'ResourceAlreadyExists', details?: ErrorDetails): ApiError {
    return new ApiError(409, code, message, details);
  }

  /** 413: a body or an answer beyond its limit. */
  static tooLarge(message: string): ApiError {
    return new ApiError(413, 'RequestTooLarge', message);
  }

  /** 422: well-formed, but what it asks for failed a check outside of it. */
  static unprocessable(message: string, details?: ErrorDetails, code = 'UnprocessableRequest'): ApiError {
    return new ApiError(422, code, message, details);
  }

  /** 429: try again in so many whole seconds. */
  static tooMany(message: string, retryAfterSeconds: number): ApiError {
    const error = new ApiError(429, 'TooManyRequests', message);
    error.headers['retry-after'] = String(Math.max(1, Math.ceil(retryAfterSeconds)));
    return error;
  }

  /** 503: something that this service needs is away for now. */
  static unavailable(message = 'The service is not available for the moment', cause?: unknown): ApiError {
    return new ApiError(503, 'ServiceUnavailable', message, undefined, { cause });
  }
}
