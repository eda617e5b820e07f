import { createPrivateKey, createPublicKey } from 'node:crypto';
import { applyDecorators } from '@nestjs/common';
import { Transform, type TransformFnParams } from 'class-transformer';
import { IsBoolean, IsInt, IsUrl, Max, Min, ValidateBy } from 'class-validator';

/** A whole number of the environment, `minimum` and `maximum` included. */
export function IntegerVariable(minimum: number, maximum: number): PropertyDecorator {
  const message = `must be a whole number from ${minimum} to ${maximum}`;
  return applyDecorators(
    parsed((text) => (/^-?\d+$/.test(text) ? Number(text) : Number.NaN)),
    IsInt({ message }),
    Min(minimum, { message }),
    Max(maximum, { message }),
  );
}

/** `true`, `1`, `false` or `0`. */
export function FlagVariable(): PropertyDecorator {
  return applyDecorators(
    parsed((text) => ({ true: true, 1: true, false: false, 0: false })[text.toLowerCase()] ?? text),
    IsBoolean({ message: 'must be true or false' }),
  );
}

/** An address with one of these schemes; names without a dot (containers) are fine. */
export function UrlVariable(...protocols: string[]): PropertyDecorator {
  return IsUrl(
    { protocols, require_tld: false, require_protocol: true, require_valid_protocol: true, allow_underscores: true },
    { message: `must be a URL (${protocols.map((protocol) => `${protocol}://…`).join(' or ')})` },
  );
}

/** Comma-separated values, at least one; becomes a string array. */
export function ListVariable(): PropertyDecorator {
  return applyDecorators(
    parsed((text) =>
      text
        .split(',')
        .map((item) => item.trim())
        .filter((item) => item !== ''),
    ),
    satisfying('isList', 'must be a comma-separated list', (value) => Array.isArray(value) && value.length > 0),
  );
}

/** An Ed25519 private key: PKCS8 PEM, or base64 of it; becomes the PEM. */
export function Ed25519PrivateKeyVariable(): PropertyDecorator {
  return applyDecorators(
    parsed(asPem),
    satisfying('isEd25519PrivateKey', 'must be an Ed25519 private key (PKCS8 PEM, or base64 of it)', (value) =>
      isEd25519(value, createPrivateKey),
    ),
  );
}

/** JSON `{"<kid>":"<SPKI PEM, or base64 of it>"}` of Ed25519 public keys; becomes an object of kid to PEM. */
export function Ed25519PublicKeysVariable(): PropertyDecorator {
  return applyDecorators(
    parsed(asPems),
    satisfying('isEd25519PublicKeys', 'must be JSON {"<kid>":"<Ed25519 public key>"} with a key or more', (value) => {
      const keys = typeof value === 'object' && value !== null ? Object.values(value) : [];
      return keys.length > 0 && keys.every((key) => isEd25519(key, createPublicKey));
    }),
  );
}

/**
 * JSON; becomes what `read` makes of it.
 * @param read throws an Error that says what is wrong and where, without any value
 */
export function JsonVariable(read: (value: unknown) => unknown): PropertyDecorator {
  return ParsedVariable((text) => read(JSON.parse(text)));
}

/** A text; becomes what `read` makes of it. @param read as that of `JsonVariable` */
export function ParsedVariable(read: (text: string) => unknown): PropertyDecorator {
  return applyDecorators(
    parsed((text) => {
      try {
        return read(text);
      } catch (error) {
        return new Fault(error instanceof SyntaxError ? 'is not JSON' : `is not valid: ${(error as Error).message}`);
      }
    }),
    ValidateBy({
      name: 'isJson',
      validator: {
        validate: (value) => !(value instanceof Fault),
        defaultMessage: (given) => (given?.value as Fault).problem,
      },
    }),
  );
}

/** Stands for a value that could not be read. */
class Fault {
  constructor(readonly problem: string) {}
}

function parsed(parse: (text: string) => unknown): PropertyDecorator {
  return Transform(({ value }: TransformFnParams): unknown => (typeof value === 'string' ? parse(value) : value));
}

function satisfying(name: string, problem: string, validate: (value: unknown) => boolean): PropertyDecorator {
  return ValidateBy({ name, validator: { validate, defaultMessage: () => problem } });
}

function asPem(text: string): string {
  const pem = text.includes('-----BEGIN') ? text : Buffer.from(text, 'base64').toString('utf8');
  return pem.replaceAll('\\n', '\n');
}

function asPems(text: string): unknown {
  try {
    const keys = JSON.parse(text) as Record<string, unknown>;
    return Object.fromEntries(
      Object.entries(keys).map(([kid, key]) => [kid, typeof key === 'string' ? asPem(key) : key]),
    );
  } catch {
    return text; // the validator says what is wrong, without the text
  }
}

function isEd25519(pem: unknown, read: (pem: string) => { asymmetricKeyType?: string }): boolean {
  try {
    return typeof pem === 'string' && read(pem).asymmetricKeyType === 'ed25519';
  } catch {
    return false;
  }
}
