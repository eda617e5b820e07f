import { Injectable } from '@nestjs/common';
import { ApiError } from '@trailbook/service';
import { argon2id, hash, needsRehash, verify } from 'argon2';
import { preparePassword } from '../passwords/prepare-password';

/** OWASP's choice for argon2id: 19 MiB and two passes. */
const COST = { type: argon2id, memoryCost: 19 * 1024, timeCost: 2, parallelism: 1 } as const;
/** Hashes at a time: more would only fight for the cores, and for memory. */
const CONCURRENT = 4;
const LONGEST_QUEUE = 200;

/** Hashes passwords with a memory-hard function, a few at a time. */
@Injectable()
export class PasswordHasher {
  private running = 0;
  private readonly waiting: (() => void)[] = [];
  private readonly decoy = this.hash('the password of nobody');

  async hash(password: string): Promise<string> {
    return this.inTurn(() => hash(preparePassword(password), COST));
  }

  /** Whether the password is that of `passwordHash`; where there is none, the same work is done for nothing. */
  async verify(passwordHash: string | null | undefined, password: string): Promise<boolean> {
    const expected = passwordHash ?? (await this.decoy);
    const prepared = preparePassword(password);
    const matches =
      (await this.inTurn(() => verify(expected, prepared))) ||
      // Hashes from before passwords were prepared are of what was typed.
      (prepared !== password && (await this.inTurn(() => verify(expected, password))));
    return matches && passwordHash !== null && passwordHash !== undefined;
  }

  /** Whether it was made with another cost than today's. */
  isOutdated(passwordHash: string): boolean {
    return needsRehash(passwordHash, COST);
  }

  private async inTurn<T>(work: () => Promise<T>): Promise<T> {
    if (this.running < CONCURRENT) this.running += 1;
    else if (this.waiting.length >= LONGEST_QUEUE) throw ApiError.unavailable('Too many logins at once');
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await work();
    } finally {
      // Who is next takes over the place.
      const next = this.waiting.shift();
      if (next) next();
      else this.running -= 1;
    }
  }
}
