import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { DataSource, type EntityManager } from 'typeorm';

const FORM = /^[\w-]{43}$/;
/** A device on which nobody has logged in for so long is known no more. */
const KNOWN_DAYS = 180;
const MOST_PER_USER = 20;

/**
 * Devices that users have logged in on. A device is known by a random secret that a browser keeps as a cookie; it lets
 * nobody in, it only spares its user the delays that strangers' failed logins cause.
 */
@Injectable()
export class KnownDevices {
  constructor(private readonly dataSource: DataSource) {}

  /** Whether this user has logged in on the device. Takes as long for a user who does not exist. */
  async isKnown(userUid: string | undefined, device: string): Promise<boolean> {
    const found = await this.dataSource.query<unknown[]>(
      `SELECT 1 FROM identity.known_device
        WHERE user_uid = $1 AND device = $2 AND last_login_at > now() - make_interval(days => $3)`,
      [userUid ?? '', hashOf(device), KNOWN_DAYS],
    );
    return found.length > 0;
  }

  /**
   * Remembers that the user has logged in on the device.
   * @returns its secret: the one given where anybody has logged in with it, else a new one
   */
  async remember(
    manager: EntityManager,
    { uid, tenantUid }: { uid: string; tenantUid: string },
    given: string | undefined,
  ): Promise<string> {
    const isOurs = given !== undefined && FORM.test(given) && (await wasMadeHere(manager, given));
    const device = isOurs ? given : randomBytes(32).toString('base64url');
    await manager.query(
      `INSERT INTO identity.known_device (tenant_uid, user_uid, device) VALUES ($1, $2, $3)
       ON CONFLICT (user_uid, device) DO UPDATE SET last_login_at = now()`,
      [tenantUid, uid, hashOf(device)],
    );
    await manager.query(
      `DELETE FROM identity.known_device WHERE user_uid = $1 AND (last_login_at < now() - make_interval(days => $2)
          OR device NOT IN (SELECT device FROM identity.known_device WHERE user_uid = $1
                             ORDER BY last_login_at DESC LIMIT $3))`,
      [uid, KNOWN_DAYS, MOST_PER_USER],
    );
    return device;
  }

  /** Forgets every device of a user. */
  async forget(manager: EntityManager, userUid: string): Promise<void> {
    await manager.query('DELETE FROM identity.known_device WHERE user_uid = $1', [userUid]);
  }
}

async function wasMadeHere(manager: EntityManager, device: string): Promise<boolean> {
  const found = await manager.query<unknown[]>('SELECT 1 FROM identity.known_device WHERE device = $1 LIMIT 1', [
    hashOf(device),
  ]);
  return found.length > 0;
}

/** SHA-256: enough for 256 random bits. */
function hashOf(device: string): Buffer {
  return createHash('sha256').update(device, 'utf8').digest();
}
