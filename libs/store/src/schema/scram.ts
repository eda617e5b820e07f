import { createHash, createHmac, pbkdf2Sync, randomBytes } from 'node:crypto';

const iterations = 4096;

/**
 * The verifier that PostgreSQL keeps for a password, made here so that the password itself never travels in a
 * statement: servers write CREATE ROLE and ALTER ROLE to their log.
 */
export function scramVerifier(password: string, salt: Buffer = randomBytes(16)): string {
  const salted = pbkdf2Sync(password, salt, iterations, 32, 'sha256');
  const clientKey = createHmac('sha256', salted).update('Client Key').digest();
  const storedKey = createHash('sha256').update(clientKey).digest('base64');
  const serverKey = createHmac('sha256', salted).update('Server Key').digest('base64');
  return `SCRAM-SHA-256$${iterations}:${salt.toString('base64')}$${storedKey}:${serverKey}`;
}

/** Passwords outside printable ASCII would need SASLprep, which PostgreSQL applies and `scramVerifier` does not. */
export function isUsablePassword(password: string): boolean {
  return /^[\x21-\x7e]{8,256}$/.test(password);
}
