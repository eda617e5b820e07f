/** An error as AWS answers it: `type` is the exception's name, `status` its HTTP status. */
export class AwsError extends Error {
  constructor(
    readonly type: string,
    message: string,
    readonly status = 400,
  ) {
    super(message);
    this.name = type;
  }
}

export const invalidParameter = (message: string) => new AwsError('InvalidParameterException', message);

export const notFound = (what: 'group' | 'stream') =>
  new AwsError('ResourceNotFoundException', `The specified log ${what} does not exist.`);

export const alreadyExists = (what: 'group' | 'stream') =>
  new AwsError('ResourceAlreadyExistsException', `The specified log ${what} already exists`);

export const accessDenied = (principal: string, action: string, resource: string) =>
  new AwsError(
    'AccessDeniedException',
    `User: ${principal} is not authorized to perform: ${action} on resource: ${resource} because no identity-based policy allows the ${action} action`,
  );
