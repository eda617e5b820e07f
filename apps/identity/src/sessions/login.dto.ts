import { Optional, Text } from '@trailbook/service';
import { IsBoolean } from 'class-validator';

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

  /** The secret of a device, which it was given at an earlier login. */
  @Optional()
  @Text(0, 128)
  device?: string;

  /** Whether the device is to be known from now on. */
  @Optional()
  @IsBoolean()
  remember?: boolean;
}
