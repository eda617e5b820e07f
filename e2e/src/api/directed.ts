import { isOperators, type Operation } from './api-document';
import type { Draft } from './draft';
import type { Fuzz } from './fuzz';
import type { RawAnswer } from './request';
import type { World } from './world';

export interface Call {
  uid?: string;
  body?: unknown;
  bytes?: Buffer;
  headers?: Record<string, string>;
  /** Other credentials than the first administrator's, or, for a call of the operator, his. */
  apiKey?: string;
}

/** Sends requests that are meant as they are, which the fuzz judges like its own. */
export class Directed {
  constructor(
    private readonly operations: readonly Operation[],
    private readonly fuzz: Fuzz,
    readonly world: World,
  ) {}

  draft(id: string, { uid = 'none', body, bytes, headers, apiKey }: Call = {}): Draft {
    const operation = this.operations.find((one) => one.id === id);
    if (!operation) throw new Error(`the document has no operation ${id}`);
    const { tenant } = this.world;
    return {
      operation,
      path: { tenantUid: tenant.uid, uid },
      query: [],
      headers: {
        accept: 'application/json',
        ...(operation.method !== 'GET' && { 'content-type': 'application/json' }),
        ...(!operation.open && { ApiKey: apiKey ?? this.keyFor(operation) }),
        ...headers,
      },
      body,
      bytes,
    };
  }

  private keyFor(operation: Operation): string {
    const { operatorKey, admins } = this.world.tenant;
    return isOperators(operation) ? operatorKey : admins[0]!.apiKey;
  }

  call(id: string, call?: Call): Promise<RawAnswer> {
    return this.fuzz.send(this.draft(id, call));
  }

  /** Makes something, and gives its uid. @throws Error where it is refused */
  async made(id: string, body: unknown, call?: Call): Promise<string> {
    const { status, text } = await this.call(id, { ...call, body });
    if (status !== 201) throw new Error(`${id} was answered ${status}: ${text}`);
    return (JSON.parse(text) as { uid: string }).uid;
  }

  async items<T>(id: string): Promise<T[]> {
    return (JSON.parse((await this.call(id)).text) as { items: T[] }).items;
  }
}
