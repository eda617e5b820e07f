export { AccessModule } from './access.module';
export { isCanonicalToken } from './canonical-token';
export type { Caller, Principal } from './caller';
export { Authenticated, callerOf, CurrentCaller, Internal, Public, RequirePermission } from './decorators';
export { IdentityGuard, type AccessOptions } from './identity.guard';
export {
  createIdentitySigner,
  createIdentityVerifier,
  gatewayItself,
  IdentityError,
  identityHeader,
  type Binding,
  type Identity,
  type IdentitySigner,
  type IdentityVerifier,
  type SignedCaller,
} from './internal-identity';
export {
  existsInProject,
  isPermission,
  operatorPermissions,
  permissions,
  type Permission,
  type Scope,
  type TenantPermission,
} from './permission';
export { builtInRoles, type BuiltInRoleName, type Role } from './roles';
