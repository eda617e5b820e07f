import { Optional, Text } from '@trailbook/service';

/** Where a login came from. */
export class LoginOrigin {
  @Optional()
  @Text(0, 64)
  ip?: string;

  @Optional()
  @Text(0, 1024)
  userAgent?: string;
}

/** What the gateway passes on of a login. */
export class LoginBody extends LoginOrigin {
  @Text(1, 1024)
  emailId!: string;

  @Text(1, 1024)
  password!: string;

  /** Name or uid of the tenant. */
  @Optional()
  @Text(0, 1024)
  org?: string;
}
