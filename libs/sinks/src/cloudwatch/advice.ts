/** The steps of a verification, in their order. */
export const stepNames = ['region', 'identity', 'logGroup', 'logStream', 'testEvent', 'cleanup'] as const;
export type StepName = (typeof stepNames)[number];

const permissionOf: Partial<Record<StepName, string>> = {
  logGroup: 'logs:DescribeLogGroups and logs:CreateLogGroup',
  logStream: 'logs:CreateLogStream',
  testEvent: 'logs:PutLogEvents',
  cleanup: 'logs:DeleteLogStream',
};

const byCode: Record<string, string> = {
  InvalidClientTokenId: 'Check the access key: AWS does not know it, or it was deactivated.',
  UnrecognizedClientException: 'Check the access key: AWS does not know it, or it was deactivated.',
  SignatureDoesNotMatch: 'Check the secret key: it does not belong to this access key.',
  InvalidSignatureException: 'Check the secret key: it does not belong to this access key.',
  ExpiredToken: 'The session token has expired: use a new one, or a key that does not expire.',
  ExpiredTokenException: 'The session token has expired: use a new one, or a key that does not expire.',
  CredentialsProviderError: 'Give this installation an AWS identity, or verify by an access key.',
  ValidationError: 'Check the role: its ARN has the form arn:PARTITION:iam::ACCOUNT:role/NAME.',
  InvalidRoleArn: 'Check the role: its ARN has the form arn:PARTITION:iam::ACCOUNT:role/NAME.',
  InvalidRegion: 'Choose a region of the partition.',
  RegionDisabledException: 'Enable the region in the AWS account, or choose another.',
  OptInRequired: 'Enable the region in the AWS account, or choose another.',
  LimitExceededException: 'The AWS account holds as many log groups as it may: remove some, or have the quota raised.',
  ENOTFOUND: 'The region has no such service, or this installation cannot reach AWS.',
  TimeoutError: 'This installation cannot reach AWS, or AWS is slow: try again.',
};

const notAws = 'Check the way from this installation to AWS: something else answers, such as a proxy.';

/** What a person does about a failed step, or undefined where AWS's own message has to do. */
export function adviceFor(step: StepName, code: string): string | undefined {
  if (code === 'AccessDenied' || code === 'AccessDeniedException') return forbidden(step);
  return code.startsWith('HTTP-') ? notAws : byCode[code];
}

function forbidden(step: StepName): string | undefined {
  if (step === 'identity') return 'Let the role be assumed by the platform’s principal with the tenant’s external id.';
  const permission = permissionOf[step];
  return permission && `Allow ${permission} on the log group for this identity.`;
}
