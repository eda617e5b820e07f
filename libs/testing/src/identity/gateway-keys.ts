import { generateKeyPairSync } from 'node:crypto';
import { createIdentitySigner, identityHeader, type Caller } from '@trailbook/access';

/** A gateway's key of a spec's own. */
export interface GatewayKeys {
  /** As services take them: key id → PEM. */
  publicKeys: Record<string, string>;
  /** The header by which a service believes that this caller makes this request. */
  headers(caller: Caller, request: { audience: string; method: string; url: string }): Record<string, string>;
}

export function gatewayKeys(): GatewayKeys {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const sign = createIdentitySigner(privateKey.export({ type: 'pkcs8', format: 'pem' }).toString(), 'spec');
  return {
    publicKeys: { spec: publicKey.export({ type: 'spki', format: 'pem' }).toString() },
    headers: (caller, { audience, method, url }) => ({
      [identityHeader]: sign(caller, { audience, method, path: url.split('?', 1)[0]! }),
    }),
  };
}
