import { Optional, Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { ArrayMaxSize, IsArray, IsBoolean, IsEmail, IsInt, Min, ValidateNested } from 'class-validator';
import { LoginOrigin } from '../sessions/login.dto';

/** A role that an issuer's claims give, by its uid or name; in a project, by its uid or name. */
export class AssertedRole {
  @Text(1, 256)
  role!: string;

  @Optional()
  @Text(1, 256)
  project?: string;
}

/** Who somebody is and what he may do, as the gateway understands a token of an OpenID Connect issuer. */
export class AssertionBody {
  @Text(1, 256)
  issuer!: string;

  /** What the issuer calls him, for good. */
  @Text(1, 255)
  subject!: string;

  /** When the token was made; seconds since 1970. */
  @IsInt()
  @Min(0)
  issuedAt!: number;

  /** Uid or name. */
  @Text(1, 256)
  tenant!: string;

  @IsEmail({ allow_utf8_local_part: true })
  emailId!: string;

  @Optional()
  @Text(0, 128)
  firstName?: string;

  @Optional()
  @Text(0, 128)
  lastName?: string;

  /** Whether a user of this address who was made here is the same person: the issuer has verified the address. */
  @IsBoolean()
  linkByEmail!: boolean;

  @IsArray()
  @ArrayMaxSize(1_000)
  @ValidateNested({ each: true })
  @Type(() => AssertedRole)
  roles!: AssertedRole[];
}

/** Somebody who has just signed in at an issuer. */
export class ExternalLoginBody extends LoginOrigin {
  @ValidateNested()
  @Type(() => AssertionBody)
  assertion!: AssertionBody;
}

/** A sign-in that the gateway has refused. */
export class RefusedLoginBody extends LoginOrigin {
  @Text(1, 256)
  issuer!: string;

  @Text(1, 256)
  reason!: string;

  /** Whether the code or what belongs to it was not the issuer's; false where the user or a configuration ended it. */
  @Optional()
  @IsBoolean()
  isForged?: boolean;
}
