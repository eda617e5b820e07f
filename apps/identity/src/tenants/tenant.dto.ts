import { Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, ValidateNested } from 'class-validator';
import { PASSWORD_LENGTH, PersonBody } from '../users/user.dto';
import type { Tenant } from './tenant.entity';

class TenantMetadata {
  @Text(1, 128)
  name!: string;
}

/** The first administrator; without a password nobody could log in. */
class AdminBody extends PersonBody {
  @Text(...PASSWORD_LENGTH)
  password!: string;
}

class TenantSpec {
  @IsDefined({ message: 'admin is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => AdminBody)
  admin!: AdminBody;
}

export class TenantBody {
  @IsDefined({ message: 'metadata is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => TenantMetadata)
  metadata!: TenantMetadata;

  @IsDefined({ message: 'spec is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => TenantSpec)
  spec!: TenantSpec;
}

export function tenantAnswer({ uid, name, createdAt }: Tenant) {
  return { metadata: { uid, name, creationTimestamp: createdAt.toISOString() }, spec: {} };
}
