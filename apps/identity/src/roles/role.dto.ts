import { permissions, type Scope, type TenantPermission } from '@trailbook/access';
import { Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { ArrayMaxSize, ArrayUnique, IsArray, IsDefined, IsIn, IsObject, ValidateNested } from 'class-validator';
import { builtInRole, type RoleDefinition } from './built-in';
import type { CustomRole } from './role.entity';

class RoleMetadata {
  @Text(1, 128)
  name!: string;
}

class RoleSpec {
  @IsIn(['tenant', 'project'], { message: 'scope must be tenant or project' })
  scope!: Scope;

  @IsArray()
  @ArrayMaxSize(permissions.length)
  @ArrayUnique()
  @IsIn(permissions, { each: true, message: 'permissions has a value that is no permission' })
  permissions!: TenantPermission[];
}

export class RoleBody {
  @IsDefined({ message: 'metadata is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => RoleMetadata)
  metadata!: RoleMetadata;

  @IsDefined({ message: 'spec is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => RoleSpec)
  spec!: RoleSpec;
}

export function roleAnswer(role: CustomRole | RoleDefinition) {
  const { uid, name, scope } = role;
  const times =
    'createdAt' in role
      ? { creationTimestamp: role.createdAt.toISOString(), lastModifiedTimestamp: role.updatedAt.toISOString() }
      : {};
  return {
    metadata: { uid, name, ...times },
    spec: { scope, permissions: [...role.permissions], builtIn: builtInRole(uid) !== undefined },
  };
}
