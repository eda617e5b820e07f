import { EventSigner, VerificationKeys } from '@trailbook/contract';
import { ParsedVariable } from './variables';

/** `keyid:key`, where the key is Ed25519, PKCS8 PEM or base64 of it; stays the text that it is. */
export function EventSigningKeyVariable(): PropertyDecorator {
  return ParsedVariable((text) => {
    EventSigner.parse(text);
    return text;
  });
}

/** JSON of key ids to public keys with their sources; becomes `VerificationKeys`. */
export function VerificationKeysVariable(): PropertyDecorator {
  return ParsedVariable((text) => VerificationKeys.parse(text));
}

/** As `VerificationKeysVariable`, for those who may not speak for Trailbook. */
export function ProducerKeysVariable(): PropertyDecorator {
  return ParsedVariable((text) => {
    const keys = VerificationKeys.parse(text);
    if (keys.speaksForTrailbook) throw new TypeError('no producer speaks for /trailbook/');
    return keys;
  });
}
