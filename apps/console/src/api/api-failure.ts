import type { ErrorBody } from '@trailbook/contract';

/** An answer of the API that is no success, or none at all (status 0). Its message is one for people. */
export class ApiFailure extends Error {
  constructor(
    readonly status: number,
    readonly body: ErrorBody,
  ) {
    super(body.message);
    this.name = 'ApiFailure';
  }
}

/** What to show a person for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiFailure) return error.message;
  return 'Something went wrong in this page. Load it again; if that does not help, tell your administrator.';
}
