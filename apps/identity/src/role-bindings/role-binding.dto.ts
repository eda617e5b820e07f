import { Optional, PageQuery, Text } from '@trailbook/service';
import { Type } from 'class-transformer';
import { IsDefined, IsObject, ValidateNested } from 'class-validator';
import type { RoleBinding } from './role-binding.entity';

class RoleBindingSpec {
  @Text(1, 128)
  userUid!: string;

  @Text(1, 128)
  roleUid!: string;

  /** Required for a role of project scope, and for no other. */
  @Optional()
  @Text(1, 128)
  projectUid?: string;
}

export class RoleBindingBody {
  @IsDefined({ message: 'spec is required' })
  @IsObject()
  @ValidateNested()
  @Type(() => RoleBindingSpec)
  spec!: RoleBindingSpec;
}

export class RoleBindingQuery extends PageQuery {
  @Optional()
  @Text(1, 128)
  userUid?: string;

  @Optional()
  @Text(1, 128)
  roleUid?: string;

  @Optional()
  @Text(1, 128)
  projectUid?: string;
}

export function roleBindingAnswer({ uid, userUid, roleUid, projectUid, issuer, createdAt }: RoleBinding) {
  return {
    metadata: { uid, creationTimestamp: createdAt.toISOString() },
    spec: { userUid, roleUid, ...(projectUid !== null && { projectUid }), ...(issuer !== null && { issuer }) },
  };
}
