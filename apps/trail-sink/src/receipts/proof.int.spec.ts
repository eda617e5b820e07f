import { encodeBinary, entryUid, schemaProblem, type TrailComparison } from '@trailbook/contract';
import { anEvent, aNote, asAdministrator, waitFor } from '@trailbook/testing';
import { DeliveryUnderTest, type TrailUnderTest } from '../testing/delivery.fixture';

/** Nothing missing and nothing too much. */
const sound = {
  difference: 0,
  missing: 0,
  unexpected: 0,
  differing: 0,
  brokenReceipts: 0,
  pending: 0,
  differences: [],
};

describe('the proof of a trail’s delivery', () => {
  const delivery = new DeliveryUnderTest();
  const began = new Date().toISOString();
  beforeAll(() => delivery.start(), 120_000);
  afterAll(() => delivery.stop(), 60_000);

  async function reconcile(trail: TrailUnderTest, startTime = began): Promise<TrailComparison> {
    const endTime = new Date(Date.now() + 60_000).toISOString();
    const { status, text, body } = await trail.send(
      'GET',
      `/reconcile?${new URLSearchParams({ startTime, endTime }).toString()}`,
    );
    if (status !== 200) throw new Error(text);
    expect(schemaProblem('TrailReconciliation', body)).toBeUndefined();
    return body.status as TrailComparison;
  }
  /** Of a trail whose entries all have arrived and been stored: at least so many. */
  const settled = (trail: TrailUnderTest, entries: number, startTime?: string) =>
    waitFor(
      'all entries to be stored and delivered',
      async () => {
        const comparison = await reconcile(trail, startTime);
        if (comparison.entries < entries || comparison.pending > 0) throw new Error(JSON.stringify(comparison));
        return comparison;
      },
      { timeoutMs: 40_000, everyMs: 250 },
    );
  const change = (text: string, values: unknown[]) =>
    asAdministrator(delivery.database.name, (admin) => admin.query(text, values));

  it('begins where a trail was made, although ingest has not seen the log yet', async () => {
    const tenantUid = delivery.newTenant();
    await delivery.publish(tenantUid, 3);
    const trail = await delivery.newTrail(tenantUid);
    const uids = await trail.publish(5);
    delivery.startIngest();
    await trail.arrived(5, 60_000);
    expect((await trail.received()).sort()).toEqual(uids.sort());
    expect(await settled(trail, 5)).toMatchObject(sound);
  }, 90_000);

  it('agrees with the log, whether entries came live, repeated, resent or from the store, and with notes', async () => {
    const trail = await delivery.newTrail();
    const event = anEvent({ data: { tenantUid: trail.tenantUid } });
    const note = aNote(entryUid(trail.tenantUid, event.source, event.id), 'a note', trail.tenantUid);
    await delivery.producer.publish([event, event, note, event].map((one) => encodeBinary(one)));
    await trail.arrived(2);
    await delivery.aws.fault({ kind: 'reject', accessKeyId: trail.accessKey, times: 1 });
    await trail.publish(20);
    await trail.arrived(22);
    await trail.send('POST', '/pause');
    const second = await delivery.newTrail(trail.tenantUid, 'second');
    await trail.publish(20);
    await second.arrived(20);
    await trail.send('POST', '/resume');
    await trail.arrived(42);
    const comparison = await settled(trail, 42);
    expect(comparison).toMatchObject({ ...sound, acknowledged: comparison.entries, repeated: 0 });
    expect(await settled(second, 20)).toMatchObject(sound);
    // What was delivered from the store is what was delivered from the log, to the byte.
    const [fromStore, fromLog] = [await trail.messages(), await second.messages()];
    expect(fromLog.slice(0, 20).filter((message) => !fromStore.includes(message))).toEqual([]);
    // A repeat is none of the log's entries, and so is not delivered, after a restart either.
    await delivery.service.close();
    await delivery.startService();
    await delivery.producer.publish(
      [event, anEvent({ data: { tenantUid: trail.tenantUid } })].map((one) => encodeBinary(one)),
    );
    await trail.arrived(43);
    expect(await trail.received()).toHaveLength(43);
    expect(await settled(trail, 43)).toMatchObject({ ...sound, repeated: 0 });
  }, 120_000);

  it('shows what a sink refused for good, until it is replayed', async () => {
    const trail = await delivery.newTrail();
    await trail.publish(3);
    await trail.arrived(3);
    await settled(trail, 3);
    const from = new Date().toISOString();
    await delivery.aws.fault({ kind: 'reject', accessKeyId: trail.accessKey, times: 2 });
    const uids = await trail.publish(2);
    await waitFor('the refusal', async () => Number((await trail.status()).rejected) > 0, { timeoutMs: 20_000 });
    const comparison = await settled(trail, 5);
    expect(comparison.rejected).toBeGreaterThan(0);
    expect(comparison).toMatchObject({ missing: comparison.rejected, difference: comparison.rejected });
    expect(uids).toContain(comparison.differences[0]!.uid);
    expect(comparison.differences[0]).toMatchObject({ kind: 'rejected', offset: expect.stringMatching(/^\d+$/) });
    const range = { startTime: from, endTime: new Date().toISOString() };
    expect(await trail.send('POST', '/replay', range)).toMatchObject({ status: 201 });
    await waitFor('the replay', async () => ((await trail.status()).replay as { state: string }).state === 'done');
    expect(await settled(trail, 5)).toMatchObject({ ...sound, rejected: 0 });
  }, 90_000);

  it('shows a receipt that is gone, one that was altered, an entry that was passed over and one that the store lost', async () => {
    const trail = await delivery.newTrail();
    const uids = await trail.publish(10);
    await trail.arrived(10);
    const { receipts } = await settled(trail, 10);
    expect(receipts).toBeGreaterThan(0);

    await change('UPDATE trails.receipt SET uid_xor = uid_xor + 1 WHERE trail_uid = $1', [trail.uid]);
    const altered = { brokenReceipts: receipts, difference: receipts, missing: 0 };
    expect(await reconcile(trail)).toMatchObject({
      ...altered,
      differences: expect.arrayContaining([
        expect.objectContaining({ kind: 'receipt', requestId: expect.any(String) }),
      ]),
    });
    await change('UPDATE trails.receipt SET uid_xor = uid_xor - 1 WHERE trail_uid = $1', [trail.uid]);
    expect(await reconcile(trail)).toMatchObject(sound);

    await change(
      'UPDATE trails.receipt SET digests = set_byte(digests, 0, get_byte(digests, 0) # 1) WHERE trail_uid = $1',
      [trail.uid],
    );
    expect(await reconcile(trail)).toMatchObject({ differing: receipts, difference: receipts, missing: 0 });
    await change(
      'UPDATE trails.receipt SET digests = set_byte(digests, 0, get_byte(digests, 0) # 1) WHERE trail_uid = $1',
      [trail.uid],
    );

    // Passed over by a delivery that believes itself further than it is.
    await trail.send('POST', '/pause');
    await waitFor('the lanes to leave the log', async () => (await trail.status()).catchingUp === true);
    const [passed] = await trail.publish(1);
    const stored = () => change('SELECT FROM audit.entry WHERE uid = $1', [passed]);
    await waitFor('it to be stored', async () => (await stored()).rowCount === 1);
    await change(
      `UPDATE trails.lane l SET next_offset = o.next_offset FROM audit.kafka_offset o
        WHERE l.trail_uid = $1 AND o.epoch_id = l.epoch_id AND o.kafka_partition = l.kafka_partition`,
      [trail.uid],
    );
    const withheld = await settled(trail, 11);
    // The pause itself is an audit event, which was passed over with it.
    expect(withheld.differences).toContainEqual(expect.objectContaining({ kind: 'missing', uid: passed }));
    expect(withheld).toMatchObject({ missing: withheld.difference, rejected: 0 });

    await change('ALTER TABLE audit.entry DISABLE TRIGGER append_only', []);
    await change(`UPDATE audit.entry SET payload = replace(payload, 'Updated', 'Removed') WHERE uid = $1`, [uids[0]]);
    const edited = await reconcile(trail);
    expect(edited).toMatchObject({ differing: 1, difference: withheld.difference + 1 });
    expect(edited.differences).toContainEqual(
      expect.objectContaining({ kind: 'content', uid: uids[0], requestId: expect.any(String) }),
    );
    await change('DELETE FROM audit.entry WHERE uid = $1', [uids[0]]);
    const lost = await reconcile(trail);
    expect(lost).toMatchObject({ unexpected: 1, difference: withheld.difference + 1 });
    expect(lost.differences).toContainEqual(expect.objectContaining({ kind: 'unexpected', uid: uids[0] }));

    await change('DELETE FROM trails.receipt WHERE trail_uid = $1', [trail.uid]);
    const gone = await reconcile(trail);
    expect(gone).toMatchObject({ acknowledged: 0, missing: gone.entries, difference: gone.entries });
    expect(gone.differences.map(({ uid }) => uid)).toEqual(expect.arrayContaining(uids.slice(1)));
  }, 90_000);

  it('counts what is pending while a trail is parked, and tells of its troubles once an hour', async () => {
    const trail = await delivery.newTrail();
    for (let round = 1; round <= 2; round += 1) {
      await delivery.aws.disable(trail.accessKey);
      await trail.publish(7);
      await waitFor('it to be parked', async () => (await trail.status()).state === 'parked', { timeoutMs: 20_000 });
      const status = await waitFor('all to be stored', async () => {
        const now = await trail.status();
        return Number(now.pending) >= 7 && now;
      });
      expect(status).toMatchObject({
        pendingExact: true,
        lagSeconds: expect.any(Number),
        lastError: { code: expect.any(String) },
      });
      expect(status.lagSeconds).toBeGreaterThan(0);
      expect(await reconcile(trail)).toMatchObject({ difference: 0, pending: expect.any(Number) });
      await delivery.aws.enable(trail.accessKey);
      await trail.send('POST', '/resume');
      await trail.arrived(7 * round);
      await waitFor('it to be active', async () => (await trail.status()).state === 'active');
    }
    await waitFor('nothing to be pending', async () => (await trail.status()).pending === 0);
    expect(await trail.status()).toMatchObject({ lagSeconds: 0, failures: 0 });
    const told = await waitFor('it to be told', async () => {
      const { rows } = await change(
        `SELECT e.payload::json ->> 'actionMsg' AS message FROM audit.entry e JOIN audit.tenant t ON t.id = e.tenant_id
          WHERE t.uid = $1 AND e.action = 'v' ORDER BY e.kafka_offset`,
        [trail.tenantUid],
      );
      return rows.length > 1 && rows.map(({ message }: { message: string }) => message);
    });
    expect(told).toEqual([expect.stringContaining('is parked: '), 'Audit trail main delivers again']);
  }, 120_000);

  it('delivers and expects what the filter lets through, and no more', async () => {
    const filter = { actionTypes: ['delete'], resourceKinds: ['cluster'], projects: ['p1'] };
    const trail = await delivery.newTrail(delivery.newTenant(), 'filtered', filter);
    const resource = { kind: 'cluster', uid: 'c1' };
    const wanted = await trail.publish(3, { actionType: 'delete', resource, projectUid: 'p1' });
    await trail.publish(3, { actionType: 'delete', resource, projectUid: 'p2' });
    await trail.publish(3, { actionType: 'create', resource, projectUid: 'p1' });
    await delivery.producer.publish([encodeBinary(aNote(wanted[0]!, 'a note', trail.tenantUid))]);
    await trail.arrived(3);
    await trail.send('POST', '/pause');
    await trail.publish(3, { actionType: 'delete', projectUid: 'p1' });
    wanted.push(...(await trail.publish(3, { actionType: 'delete', resource, projectUid: 'p1' })));
    await trail.send('POST', '/resume');
    await trail.arrived(6);
    expect(await settled(trail, 6)).toMatchObject({ ...sound, entries: 6, acknowledged: 6 });
    expect((await trail.received()).sort()).toEqual(wanted.sort());
    expect((await trail.send('GET', '')).body.spec.filter).toEqual(filter);
  }, 60_000);

  it('replays a range in order, beside what comes new, and goes on after a restart', async () => {
    const trail = await delivery.newTrail();
    const contentMsg = 'x'.repeat(2_000);
    const uids = await trail.publish(3_000, { contentMsg });
    await trail.arrived(3_000, 40_000);
    await settled(trail, 3_000);
    const endTime = new Date().toISOString();
    await delivery.aws.fault({ kind: 'throttle', accessKeyId: trail.accessKey, rate: 0.6 });
    const asked = await trail.send('POST', '/replay', { startTime: began, endTime });
    expect(asked).toMatchObject({ status: 201, headers: { audituid: expect.any(String) } });
    expect(await trail.send('POST', '/replay', { startTime: began, endTime })).toMatchObject({ status: 409 });
    const replay = async () => (await trail.status()).replay as { state: string; sent: number; total: number };
    await waitFor('a part to be sent', async () => (await replay()).sent > 0, { timeoutMs: 40_000, everyMs: 20 });
    await delivery.service.close();
    await delivery.aws.clearFaults();
    await delivery.startService();
    const [live] = await trail.publish(1);
    await waitFor('the live one', async () => (await trail.received()).includes(live!), { timeoutMs: 20_000 });
    await waitFor('the replay', async () => (await replay()).state === 'done', { timeoutMs: 60_000 });
    const { sent, total } = await replay();
    expect(sent).toBe(total);
    expect(total).toBeGreaterThanOrEqual(3_000);
    const sentAgain = (await trail.messages())
      .map((message) => JSON.parse(message) as { uid: string; time: string })
      .filter(({ uid }) => uid !== live)
      .slice(3_000);
    // A page whose acknowledgement the stop cut off comes once more: what counts is when each came first.
    const first = new Map<string, string>();
    for (const { uid, time } of sentAgain) if (!first.has(uid)) first.set(uid, time);
    expect(uids.filter((uid) => !first.has(uid))).toEqual([]);
    const times = [...first.values()];
    expect(times).toEqual([...times].sort());
    expect(await settled(trail, 3_001)).toMatchObject({ ...sound, replayed: expect.any(Number) });
  }, 180_000);

  it('counts among what a replay is to send again the notes that the trail’s filter lets through', async () => {
    const trail = await delivery.newTrail();
    const filtered = await delivery.newTrail(trail.tenantUid, 'filtered', { actionTypes: ['delete'] });
    await trail.publish(1, { actionType: 'delete' });
    await trail.arrived(1);
    const startTime = new Date().toISOString();
    const [uid] = await trail.publish(3, { actionType: 'delete' });
    const notes = ['a note', 'another'].map((text) => encodeBinary(aNote(uid!, text, trail.tenantUid)));
    await delivery.producer.publish(notes);
    await Promise.all([trail.arrived(6), filtered.arrived(4)]);
    await settled(trail, 5, startTime);
    const endTime = new Date().toISOString();
    for (const [one, total] of [
      [trail, 5],
      [filtered, 3],
    ] as const) {
      expect(await one.send('POST', '/replay', { startTime, endTime })).toMatchObject({ status: 201 });
      const replay = await waitFor('the replay', async () => {
        const { state, ...counts } = (await one.status()).replay as { state: string };
        return state === 'done' && counts;
      });
      expect(replay).toMatchObject({ total, sent: total, rejected: 0 });
    }
  }, 60_000);

  it.each([
    ['GET', '/reconcile?startTime=2026-01-02T03:04:05Z', 'endTime'],
    ['GET', '/reconcile?startTime=2026-01-02T03:04:05Z&endTime=2026-02-30T00:00:00Z', 'endTime'],
    ['POST', '/replay', 'startTime'],
  ] as const)('refuses %s %s', async (method, path, field) => {
    const trail = await delivery.newTrail();
    expect(await trail.send(method, path)).toMatchObject({ status: 400, body: { details: { field } } });
    expect(await trail.send('DELETE', '/replay')).toMatchObject({ status: 404 });
  });
});
