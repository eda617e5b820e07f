import type { ApiKey } from './api-key.entity';

/** An API key as events compare it: never its secret. */
export function stateOf({ name, userUid, expiresAt, revokedAt }: ApiKey) {
  return {
    metadata: { name },
    spec: { userUid, ...(expiresAt && { expiry: expiresAt }), isActive: revokedAt === null },
  };
}

export function apiKeyResource({ uid, name }: ApiKey) {
  return { kind: 'apikey', uid, name };
}
