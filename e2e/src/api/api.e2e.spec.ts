import { randomInt } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { freeze } from '@trailbook/testing';
import fc from 'fast-check';
import { ask } from '../clients/rest';
import { endpoints } from '../system/running-system';
import { operationsOf, type ApiDocument, type Operation } from './api-document';
import { Conformance } from './conformance';
import { conflicts, sinks } from './conflicts';
import { Directed } from './directed';
import { Fuzz } from './fuzz';
import { randomPlans, sweepingPlans, validPlans } from './plan';
import { RawClient } from './request';
import { Tally } from './tally';
import { ownTenant } from './tenant';
import { reachLimits } from './too-many';
import { resolveIn } from './values';
import { World } from './world';

/** `FUZZ_SEED=… npx jest --selectProjects e2e --testPathPatterns e2e/src/api` sends the same requests again. */
const seed = Number(process.env.FUZZ_SEED ?? randomInt(1, 2 ** 31));
/** `npm run fuzz -- api` sends more. Half as many meet every status of every operation often, and not always. */
const requests = Number(process.env.FUZZ_REQUESTS ?? 5_400);
const atOnce = 8;

/** Needs an issuer, which apps/gateway/src/openid/openid.int.spec.ts has: here every sign-in names an unknown one. */
const elsewhere = { authenticateByIssuer: [200, 401] };

describe('the REST interface', () => {
  const { gateway, aws, pids } = endpoints();
  let document: ApiDocument;
  let operations: Operation[];
  let tally: Tally;
  let fuzz: Fuzz;
  let directed: Directed;
  let client: RawClient;
  let flood: RawClient;

  beforeAll(async () => {
    document = (await ask('GET', '/openapi.json')).body as ApiDocument;
    operations = operationsOf(document);
    tally = new Tally(operations, elsewhere);
    client = new RawClient(new URL(gateway), atOnce);
    flood = new RawClient(new URL(gateway), 64);
    const conformance = new Conformance(document);
    const [many, one] = [await ownTenant(`api-${seed}`, 7), await ownTenant(`conflicts-${seed}`, 1)];
    fuzz = new Fuzz({ client, world: new World(many, aws), conformance, tally });
    const world = new World(one, aws);
    directed = new Directed(operations, new Fuzz({ client: flood, world, conformance, tally }, fuzz.faults), world);
  });

  afterAll(() => {
    client?.close();
    flood?.close();
  });

  it('is described by the committed OpenAPI document', () => {
    const file = path.resolve(__dirname, '../../../docs/reference/openapi.json');
    expect(document).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });

  it(
    `answers whatever a Tenant Admin sends as the document says (seed ${seed})`,
    async () => {
      const resolve = resolveIn(document.components.schemas);
      const sweep = sweepingPlans(operations, resolve).flatMap((plan) => fc.sample(plan, { numRuns: 1, seed }));
      const random = fc.sample(randomPlans(operations, resolve), { numRuns: requests, seed });
      await fuzz.carryOutAll([...random, ...sweep], atOnce);
      // Chance may leave a success out: each that is missing is tried a few times more.
      for (const operation of tally.unsuccessful()) {
        const [first, ...then] = validPlans(operation, operations, resolve).map((plan) =>
          fc.sample(plan, { numRuns: 10, seed }),
        );
        await fuzz.carryOutAll(
          first!.flatMap((plan, n) => [plan, ...then.map((plans) => plans[n]!)]),
          1,
        );
      }
      expect(fuzz.faults).toEqual([]);
    },
    Math.max(180_000, requests * 100),
  );

  // By chance this is seldom met: a tenant that has data sinks gets a 409, whatever is wrong with further ones.
  it('refuses the first data sinks of a tenant where they fail their verification', async () => {
    const { aws } = directed.world;
    const body = sinks(1, { aws: { ...aws, region: 'mars-north-1' } });
    expect(await directed.call('postTenantsAssetsDataSinks', { body })).toMatchObject({ status: 422 });
  });

  it('ends sessions: one’s own, a user’s, and the one in which it is asked', async () => {
    const { email: emailId, password } = directed.world.tenant.admins[0]!;
    const logIn = async () => {
      const { text } = await directed.call('authenticate', { body: { emailId, password } });
      return (JSON.parse(text) as { Authorization: string }).Authorization;
    };
    const ended = async (id: string) => {
      await logIn();
      const uid = (await directed.items<{ metadata: { uid: string } }>('getMeSessions')).at(-1)?.metadata.uid;
      return (await directed.call(id, { uid })).status;
    };
    expect([await ended('deleteMeSessionsByUid'), await ended('deleteTenantsSessionsByUid')]).toEqual([204, 204]);
    const headers = { ApiKey: '', Authorization: await logIn() };
    expect(await directed.call('postMeLogout', { headers })).toMatchObject({ status: 204 });
  });

  it('refuses what contradicts what exists', async () => {
    for (const [id, conflict] of Object.entries(conflicts)) {
      expect([id, await conflict(directed)]).toMatchObject([id, { status: 409 }]);
    }
  });

  it('refuses a wrong password, a form that there is none of, and a body of more than 1 MiB', async () => {
    const picture = { headers: { accept: 'image/png' } };
    expect(await directed.call('getAuditsExport', picture)).toMatchObject({ status: 406 });
    const login = { emailId: 'nobody@nowhere.example', password: 'wrong' };
    expect(await directed.call('authenticate', { body: login })).toMatchObject({ status: 401 });
    const bytes = Buffer.alloc(2 ** 20 + 1, ' ');
    for (const { id, method } of operations.filter((one) => one.method !== 'GET')) {
      expect([method, id, await directed.call(id, { bytes })]).toMatchObject([method, id, { status: 413 }]);
    }
  });

  it('says so when AWS does not answer, and meanwhile when a caller asks for too much', async () => {
    const [trail] = await directed.items<{ metadata: { uid: string } }>('getTenantsAuditTrails');
    const thaw = freeze(pids.aws!);
    try {
      const test = directed.call('postTenantsAuditTrailsByUidTest', { uid: trail!.metadata.uid });
      await reachLimits(flood, directed, operations);
      expect(await test).toMatchObject({ status: 422 });
    } finally {
      thaw();
    }
  });

  it('has been tried as a whole: every operation, parameter and status', () => {
    console.log(`${tally.summary()} (seed ${seed})\n${tally.table()}`);
    expect(fuzz.faults).toEqual([]);
    expect(tally.missing()).toEqual([]);
    expect(tally.untouched()).toEqual([]);
    expect(tally.byAdmin).toBeGreaterThanOrEqual(0.9 * requests);
    expect(tally.mutated).toBeGreaterThanOrEqual(tally.byAdmin / 2);
  });
});
