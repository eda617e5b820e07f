/** Why a record is rejected (header `reject-code` of the rejected record), and what that means. */
export const rejectMeanings = {
  'not-json': 'There is no value, or it is not JSON in UTF-8.',
  'not-cloudevents':
    'The record is no CloudEvent: an attribute is missing or malformed, or the content type is another.',
  'unknown-type': 'The `type` attribute is none of ours.',
  schema:
    'The data breaks its schema, or holds a duplicate key, U+0000, a lone surrogate, a number out of range, or nests too deep. The reason has the JSON Pointer.',
  'too-large': 'The value is longer than 256 KiB.',
  'too-large-unpacked':
    'The record batch can neither be read in pieces nor unpacked as a whole. The value is the batch as it lies in the log; a replay puts its records back one by one.',
  'too-old': 'The `time` is older than the retention.',
  'too-new': 'The `time` is too far ahead of the record’s timestamp.',
  'uid-taken': 'Another event has this uid: the same UUIDv7 came from another source.',
  'conflicting-repeat': 'An event with this identity and another type or other data is stored: the first one stands.',
  'source-not-allowed': 'The `source` may not speak for this tenant.',
  'signature-invalid':
    'The signature is not that of the event, its key is unknown or may not speak for the `source` in this tenant, or the `source` is taken only signed.',
  'refused-by-store': 'The database refused it. The reason has the SQLSTATE.',
} as const;
export type RejectCode = keyof typeof rejectMeanings;
export const rejectCodes = Object.keys(rejectMeanings) as RejectCode[];

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
/** How far an entry's source is known: by a signature, by name alone (`ALLOWED_SOURCES`), or not at all. */
export const sourceVerifications = ['verified', 'allowed', 'unverified'] as const;
