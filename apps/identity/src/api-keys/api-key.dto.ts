import { Optional, PageQuery, Text } from '@trailbook/service';
import { Transform, Type, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsDate, IsDefined, IsObject, ValidateNested } from 'class-validator';
import type { ApiKey } from './api-key.entity';

const RFC_3339 = /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d{1,9})?([Zz]|[+-]\d{2}:\d{2})$/;

const moment = ({ value }: TransformFnParams): unknown =>
  typeof value === 'string' && RFC_3339.test(value) ? new Date(value) : value;

class ApiKeyMetadata {
  @Text(1, 128)
  name!: string;
}

class ApiKeySpec {
  /** Whom the key speaks for; the caller himself when absent. Cannot change. */
  @Optional()
  @Text(1, 128)
  userUid?: string;

  /** Absent: the key does not end by itself. */
  @Optional()
  @Transform(moment)
  @IsDate({ message: 'expiry must be a date and time with a zone' })
  expiry?: Date;

  /** `false` revokes the key, for good. */
  @Optional()
  @IsBoolean()
  isActive?: boolean;
}

export class ApiKeyBody {
  @IsDefined({ message: 'metadata is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => ApiKeyMetadata)
  metadata!: ApiKeyMetadata;

  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => ApiKeySpec)
  spec?: ApiKeySpec;
}

export class ApiKeyQuery extends PageQuery {
  @Optional()
  @Text(1, 128)
  userUid?: string;
}

export function apiKeyAnswer(key: ApiKey) {
  const { uid, name, userUid, expiresAt, lastUsedAt, createdAt, updatedAt } = key;
  return {
    metadata: {
      uid,
      name,
      creationTimestamp: createdAt.toISOString(),
      lastModifiedTimestamp: updatedAt.toISOString(),
    },
    spec: { userUid, ...(expiresAt && { expiry: expiresAt.toISOString() }), isActive: isActive(key) },
    status: lastUsedAt === null ? {} : { lastUsedTimestamp: lastUsedAt.toISOString() },
  };
}

export function isActive({ revokedAt, expiresAt }: ApiKey): boolean {
  return revokedAt === null && (expiresAt === null || expiresAt.getTime() > Date.now());
}
