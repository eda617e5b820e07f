import { isOperators, type Operation } from './api-document';
import type { Conformance } from './conformance';
import { told, written, type Draft } from './draft';
import type { Mutation } from './mutations';
import { drafted, type Plan } from './plan';
import type { RawAnswer, RawClient, RawRequest } from './request';
import type { Tally } from './tally';
import type { World } from './world';

/** Refusals of what no valid request is: malformed, unknown credentials, too large, of another type. */
const malformed = [400, 401, 413, 415];

/** A change of a password that is as valid as another comes too late when both are under way. */
const oneAtATime = new Set(['putMePassword']);

interface About {
  mutation?: Mutation;
  /** Those that the request has. */
  parameters?: string[];
  /** What no answer may show. */
  secrets?: string[];
  /** Made up: whether it had to be refused follows from its mutation. */
  fuzzed?: boolean;
  /** By a Tenant Admin, and not the operator. */
  byAdmin?: boolean;
}

export interface FuzzParts {
  client: RawClient;
  world: World;
  conformance: Conformance;
  tally: Tally;
}

/** Sends planned requests and looks at what is answered. */
export class Fuzz {
  private last: Promise<void> = Promise.resolve();

  /** @param faults what was not as it has to be, each with its request and answer */
  constructor(
    private readonly parts: FuzzParts,
    readonly faults: string[] = [],
  ) {}

  /** @param atOnce requests under way at a time */
  async carryOutAll(plans: readonly Plan[], atOnce: number): Promise<void> {
    const waiting = plans.values();
    const worker = async () => {
      for (const plan of waiting) {
        if (!oneAtATime.has(plan.operation.id)) await this.carryOut(plan);
        else await (this.last = this.last.then(() => this.carryOut(plan)));
      }
    };
    await Promise.all(Array.from({ length: atOnce }, worker));
  }

  private async carryOut(plan: Plan): Promise<void> {
    const draft = drafted(plan, this.parts.world);
    const parameters = [...draft.query.map(([name]) => name), ...(draft.headers.ProjectUid ? ['ProjectUid'] : [])];
    const secrets = secretsOf(draft);
    const byAdmin = !plan.operation.open && !isOperators(plan.operation);
    plan.mutation?.apply(draft);
    await this.send(draft, { mutation: plan.mutation, parameters, secrets, fuzzed: true, byAdmin });
  }

  /** Sends one request and judges its answer. */
  async send(
    draft: Draft,
    { mutation, parameters = [], secrets = [], fuzzed = false, byAdmin = false }: About = {},
  ): Promise<RawAnswer> {
    const { client, world, conformance, tally } = this.parts;
    const request = written(draft);
    const answer = await client.send(request);
    const { operation } = draft;
    tally.count(operation, answer.status, { parameters, target: mutation?.target, byAdmin });
    world.learn(draft, answer);
    const faults = conformance.faultsOf(operation, answer);
    if (secrets.some((secret) => answer.text.includes(secret))) faults.push('it has a secret of the request');
    if (fuzzed) faults.push(...this.verdict(draft, answer.status, mutation));
    if (faults.length > 0) this.report(operation, request, answer, faults, mutation);
    return answer;
  }

  private verdict(draft: Draft, status: number, mutation: Mutation | undefined): string[] {
    // Without an issuer no sign-in by one is valid.
    if (draft.operation.id === 'authenticateByIssuer') return status < 400 ? ['there is no issuer'] : [];
    if (!mutation) return malformed.includes(status) ? ['the request is valid'] : [];
    const { body: schema } = draft.operation;
    // A sink's settings are read in a trail of its type alone.
    if (mutation.target.startsWith('spec.splunk')) return [];
    const broken =
      mutation.refused === 'by schema'
        ? schema && this.parts.conformance.problem(schema, draft.body)
        : mutation.refused;
    if (broken && status < 400) return [`it had to be refused${typeof broken === 'string' ? `: ${broken}` : ''}`];
    return [];
  }

  private report(
    { id }: Operation,
    request: RawRequest,
    answer: RawAnswer,
    faults: string[],
    mutation: Mutation | undefined,
  ): void {
    const wrong = mutation ? `${mutation.target} ${mutation.what}` : 'nothing is wrong with it';
    this.faults.push(
      `${id}, ${wrong}: ${answer.status}: ${faults.join('; ')}\n    ${told(request)}\n    → ${answer.text.slice(0, 400)}`,
    );
  }
}

/** What of a request's body no answer may show. */
function secretsOf({ body }: Draft): string[] {
  const found: string[] = [];
  JSON.stringify(body ?? null, (key, value: unknown) => {
    if (/^(password|secretKey|secretToken)$/.test(key) && typeof value === 'string' && value.length >= 8)
      found.push(value);
    return value;
  });
  return found;
}
