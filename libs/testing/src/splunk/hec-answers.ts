/** Splunk's documentation, "Troubleshoot HTTP Event Collector": possible error codes. */
const answers = {
  success: [200, 0, 'Success'],
  tokenDisabled: [403, 1, 'Token disabled'],
  tokenRequired: [401, 2, 'Token is required'],
  invalidAuthorization: [401, 3, 'Invalid authorization'],
  invalidToken: [403, 4, 'Invalid token'],
  noData: [400, 5, 'No data'],
  invalidFormat: [400, 6, 'Invalid data format'],
  incorrectIndex: [400, 7, 'Incorrect index'],
  internalError: [500, 8, 'Internal server error'],
  busy: [503, 9, 'Server is busy'],
  eventRequired: [400, 12, 'Event field is required'],
  eventBlank: [400, 13, 'Event field cannot be blank'],
  healthy: [200, 17, 'HEC is healthy'],
  unhealthy: [503, 18, 'HEC is unhealthy, queues are full'],
  tooLarge: [413, 27, 'Request entity too large'],
} as const;

export type HecAnswerName = keyof typeof answers;

export interface HecAnswer {
  readonly status: number;
  readonly body: string;
}

export function hecAnswer(name: HecAnswerName, invalidEvent?: number): HecAnswer {
  const [status, code, text] = answers[name];
  return { status, body: JSON.stringify({ text, code, 'invalid-event-number': invalidEvent }) };
}
