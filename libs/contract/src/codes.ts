/** Why a record was rejected; header `reject-code` of the rejected record. */
export const rejectCodes = [
  'not-json',
  'not-cloudevents',
  'unknown-type',
  'schema',
  'too-large',
  'too-old',
  'too-new',
  'uid-taken',
  'source-not-allowed',
  'refused-by-store',
] as const;
export type RejectCode = (typeof rejectCodes)[number];

/** `code` of an error answer, by HTTP status. Every 404 has the code that Palette's client tests for. */
export const errorCodes = {
  400: 'InvalidRequest',
  401: 'Unauthorized',
  403: 'OperationForbidden',
  404: 'ResourceNotFound',
  405: 'MethodNotAllowed',
  406: 'NotAcceptable',
  409: 'ResourceAlreadyExists',
  413: 'RequestTooLarge',
  415: 'UnsupportedMediaType',
  422: 'UnprocessableRequest',
  429: 'TooManyRequests',
  500: 'InternalError',
  501: 'NotImplemented',
  502: 'BadGateway',
  503: 'ServiceUnavailable',
  504: 'GatewayTimeout',
} as const;
export type ErrorCode = (typeof errorCodes)[keyof typeof errorCodes];

export const actionTypes = ['create', 'update', 'delete', 'publish', 'deploy', 'activity', 'action'] as const;
export const actorTypes = ['user', 'system', 'service'] as const;
export const outcomes = ['success', 'failure'] as const;
