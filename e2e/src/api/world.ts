import type { Operation } from './api-document';
import type { Draft } from './draft';
import type { OwnTenant } from './tenant';
import type { RawAnswer } from './request';

interface Known {
  uid: string;
  /** The project it was made in. */
  projectUid?: string;
}

/** The folder of an operation on one resource: `/v1/tenants/{tenantUid}/users/{uid}/…` → `users`. */
export const collectionOf = ({ path }: Pick<Operation, 'path'>): string | undefined =>
  /\/(\w+)\/\{uid\}/.exec(path)?.[1];

/** What exists in the tenant by what was answered so far: whom valid requests can be about. */
export class World {
  private readonly known = new Map<string, Known[]>();
  /** Tokens of unfiltered walks at tenant scope, by operation. */
  readonly tokens = new Map<string, string>();
  private turn = 0;

  constructor(
    readonly tenant: OwnTenant,
    /** Credentials of AWS that the system's AWS takes. */
    readonly aws: { accessKeyId: string; secretAccessKey: string; region: string; roleArn: string },
  ) {
    this.known.set('audits', [{ uid: tenant.auditUid }]);
  }

  /** One administrator after the other, so that none comes to his request limit. */
  nextAdmin() {
    this.turn += 1;
    return this.tenant.admins[this.turn % this.tenant.admins.length]!;
  }

  pick(collection: string, n: number): Known | undefined {
    const pool = this.known.get(collection) ?? [];
    return pool[n % pool.length];
  }

  size(collection: string): number {
    return this.known.get(collection)?.length ?? 0;
  }

  learn({ operation, path, target, query, headers, body }: Draft, { status, text }: RawAnswer): void {
    if (operation.id === 'putMePassword' && status === 200) {
      this.tenant.admins.at(-1)!.password = (body as { password: string }).password;
    }
    const collection = /\/(\w+)$/.exec(operation.path)?.[1];
    if (operation.method === 'POST' && status === 201 && collection) {
      const { uid } = JSON.parse(text) as { uid: string };
      const pool = this.known.get(collection) ?? [];
      this.known.set(collection, [...pool, { uid, projectUid: headers.ProjectUid }]);
    }
    const of = collectionOf(operation);
    const itself = target === undefined && operation.path.endsWith('{uid}');
    const deleted = operation.method === 'DELETE' && status === 204;
    // What went with something else, as a user's role bindings do.
    const gone = status === 404 && path.tenantUid === this.tenant.uid && !headers.ProjectUid;
    if (of && itself && (deleted || gone)) {
      this.known.set(
        of,
        (this.known.get(of) ?? []).filter(({ uid }) => uid !== path.uid),
      );
    }
    const unfiltered = query.every(([name]) => name === 'limit' || name === 'continue');
    if (
      operation.method === 'GET' &&
      status === 200 &&
      unfiltered &&
      !headers.ProjectUid &&
      text.includes('"listmeta"')
    ) {
      const { listmeta } = JSON.parse(text) as { listmeta?: { continue?: string } };
      if (listmeta?.continue) this.tokens.set(operation.id, listmeta.continue);
    }
  }
}
