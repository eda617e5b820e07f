import { Optional, Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { IsBoolean, IsDefined, IsObject, ValidateNested } from 'class-validator';
import { EmailAddress } from './email-address';
import type { User } from './user.entity';

export const PASSWORD_LENGTH = [8, 256] as const;

/** Who a user is. */
export class PersonBody {
  @EmailAddress()
  emailId!: string;

  @Optional()
  @Text(0, 128)
  firstName?: string;

  @Optional()
  @Text(0, 128)
  lastName?: string;
}

class UserSpec extends PersonBody {
  /** Absent: the user has none, or keeps the one he has. */
  @Optional()
  @Text(...PASSWORD_LENGTH)
  password?: string;

  /** Absent: as it is. */
  @Optional()
  @IsBoolean()
  disabled?: boolean;
}

export class UserBody {
  @IsDefined({ message: 'spec is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => UserSpec)
  spec!: UserSpec;
}

/** @param roles names of the roles that the user holds at tenant scope */
export function userAnswer(user: User, roles: readonly string[]) {
  const { uid, emailId, firstName, lastName, disabled, createdAt, updatedAt, lastLoginAt, issuer } = user;
  return {
    metadata: {
      uid,
      name: [firstName, lastName].filter(Boolean).join(' ') || emailId,
      creationTimestamp: createdAt.toISOString(),
      lastModifiedTimestamp: updatedAt.toISOString(),
    },
    spec: { emailId, firstName, lastName, roles, disabled },
    status: {
      ...(lastLoginAt !== null && { lastLoginTimestamp: lastLoginAt.toISOString() }),
      ...(issuer !== null && { issuer }),
    },
  };
}
