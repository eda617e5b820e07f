import type { JsonSchema } from '@trailbook/contract';
import fc from 'fast-check';
import { isOperators, type Operation } from './api-document';
import type { Draft } from './draft';
import { mutationGroupsOf, type Mutation } from './mutations';
import { recipes } from './recipes';
import { valuesOf, type Resolve } from './values';
import { collectionOf, type World } from './world';

/** A request before it is known whom it can be about. */
export interface Plan {
  operation: Operation;
  query: Record<string, unknown>;
  body: unknown;
  inProject: boolean;
  /** Chooses among what exists. */
  n: number;
  /** The one thing that is wrong with it. */
  mutation?: Mutation;
}

/** What asks AWS or hashes a password is sent less often, and what has many parameters more often. */
function weightOf({ id, method, parameters }: Operation): number {
  if (/AuditTrails|DataSinks|Datasinks/.test(id) && method !== 'GET') return method === 'DELETE' ? 1 : 3;
  return /postTenants$|authenticate|Password|Issuers/.test(id) ? 2 : 5 + Math.ceil(parameters.length / 2);
}

/** Requests of these operations: one in three is valid, the others but for one mutation. */
export function randomPlans(operations: readonly Operation[], resolve: Resolve): fc.Arbitrary<Plan> {
  const ofOne = (operation: Operation) => {
    const groups = mutationGroupsOf(operation, resolve).map(({ weight, mutations }) => ({
      weight,
      arbitrary: fc.constantFrom(...mutations),
    }));
    return planOf(operation, resolve, fc.option(fc.oneof(...groups), { freq: 3, nil: undefined }));
  };
  return fc.oneof(...operations.map((one) => ({ weight: weightOf(one), arbitrary: ofOne(one) })));
}

/** Every operation with each of its targets wrong once, in a way that has to be refused where there is one. */
export function sweepingPlans(operations: readonly Operation[], resolve: Resolve): fc.Arbitrary<Plan>[] {
  return operations.flatMap((operation) =>
    mutationGroupsOf(operation, resolve).map(({ mutations }) => {
      const refused = mutations.filter((one) => one.refused === true);
      return planOf(operation, resolve, fc.constantFrom(...(refused.length > 0 ? refused : mutations)));
    }),
  );
}

/** Valid requests of one operation, each after one that makes something it can be about. */
export function validPlans(
  operation: Operation,
  operations: readonly Operation[],
  resolve: Resolve,
): fc.Arbitrary<Plan>[] {
  const collection = collectionOf(operation);
  const maker = operations.find(({ method, path }) => method === 'POST' && path.endsWith(`/${collection}`));
  return [...(maker ? [maker] : []), operation].map((one) => planOf(one, resolve, fc.constant(undefined)));
}

function planOf(
  operation: Operation,
  resolve: Resolve,
  mutation: fc.Arbitrary<Mutation | undefined>,
): fc.Arbitrary<Plan> {
  const parts = operation.parameters.filter((one) => one.in === 'query');
  const named = Object.fromEntries(parts.map(({ name, schema }) => [name, sometimes(schema, resolve)]));
  return fc.record({
    operation: fc.constant(operation),
    query: fc.record(named, { noNullPrototype: true }),
    body: operation.body ? valuesOf(operation.body, resolve) : fc.constant(undefined),
    inProject: operation.inProject ? fc.boolean() : fc.constant(false),
    n: fc.nat(999_999),
    mutation,
  });
}

const sometimes = (schema: JsonSchema, resolve: Resolve) =>
  fc.option(valuesOf(schema, resolve), { freq: 2, nil: undefined });

/** The plan as a request to what exists, as yet without its mutation. */
export function drafted({ operation, query, body, inProject, n }: Plan, world: World): Draft {
  const { tenant } = world;
  const collection = collectionOf(operation);
  const about = collection === undefined ? undefined : world.pick(collection, n);
  const scope = collection === 'clusterprofiles' ? about?.projectUid : inProject ? tenant.projectUid : undefined;
  const draft: Draft = {
    operation,
    path: { tenantUid: tenant.uid, uid: about?.uid ?? 'none' },
    query: Object.entries(query).flatMap(([name, value]) =>
      [value ?? []].flat().map((one): [string, string] => [name, String(one as string | number)]),
    ),
    headers: {
      accept: 'application/json',
      ...(operation.method !== 'GET' && { 'content-type': 'application/json' }),
      ...(!operation.open && { ApiKey: isOperators(operation) ? tenant.operatorKey : world.nextAdmin().apiKey }),
      ...(scope !== undefined && { ProjectUid: scope }),
    },
    // A copy: a plan may be carried out more than once.
    body: structuredClone(body),
  };
  recipes[operation.id]?.(draft, world, n);
  return draft;
}
