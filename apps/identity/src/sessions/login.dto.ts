import { Text } from '@trailbook/service';
import { IsOptional } from 'class-validator';

/** What the gateway passes on of a login. */
export class LoginBody {
  @Text(1, 1024)
  emailId!: string;

  @Text(1, 1024)
  password!: string;

  /** Name or uid of the tenant. */
  @IsOptional()
  @Text(0, 1024)
  org?: string;

  @IsOptional()
  @Text(0, 64)
  ip?: string;

  @IsOptional()
  @Text(0, 1024)
  userAgent?: string;
}
