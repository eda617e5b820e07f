import { createParamDecorator, SetMetadata, type ExecutionContext } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import type { Caller } from './caller';
import type { Permission } from './permission';

export const accessKey = Symbol('trailbook access');

/** What a handler demands of whoever calls it. A handler without any is called by nobody. */
export type AccessRule =
  | { kind: 'permission'; anyOf: Permission[] }
  | { kind: 'authenticated' }
  | { kind: 'internal' }
  | { kind: 'public' };

/** The caller needs this permission (any one of them, if several are given) in the scope of the request. */
export const RequirePermission = (...anyOf: [Permission, ...Permission[]]) =>
  SetMetadata<symbol, AccessRule>(accessKey, { kind: 'permission', anyOf });

/** Any caller whom the gateway knows. */
export const Authenticated = () => SetMetadata<symbol, AccessRule>(accessKey, { kind: 'authenticated' });

/** The gateway itself, on no caller's behalf. */
export const Internal = () => SetMetadata<symbol, AccessRule>(accessKey, { kind: 'internal' });

/** Anyone, without an identity. */
export const Public = () => SetMetadata<symbol, AccessRule>(accessKey, { kind: 'public' });

const callers = new WeakMap<object, Caller>();

export function rememberCaller(request: object, caller: Caller): void {
  callers.set(request, caller);
}

/** The verified caller of a request, or undefined where the rule lets one in without. */
export function callerOf(request: object): Caller | undefined {
  return callers.get(request);
}

/** The verified caller, as a parameter of a handler that demands a permission or an authenticated caller. */
export const CurrentCaller = createParamDecorator((_: unknown, context: ExecutionContext): Caller => {
  const caller = callerOf(context.switchToHttp().getRequest<FastifyRequest>());
  if (!caller) throw new Error('CurrentCaller is used on a handler that does not demand a caller');
  return caller;
});
