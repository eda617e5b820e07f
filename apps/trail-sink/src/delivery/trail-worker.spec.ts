import { waitFor } from '@trailbook/testing';
import fc from 'fast-check';
import { setTimeout as sleep } from 'node:timers/promises';
import { Life, trail } from '../testing/delivery-life';
import { randomFrom, settled, World } from '../testing/delivery-world';
import type { Checkpoint } from './checkpoint';

describe('the worker of a trail', () => {
  let world: World;

  afterEach(() => world.end());

  it('loses nothing, whatever fails and whenever the process dies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        world = new World(randomFrom(seed));
        let life = new Life(world);
        const replaced: Life[] = [];
        for (let round = 0; round < 25; round += 1) {
          world.append(Math.floor(world.random() * 12));
          // Ingest is now ahead of the sink, now behind it.
          if (world.random() < 0.7) world.storedUpTo = world.log.length;
          await sleep(world.random() * 6);
          const event = world.random();
          if (event < 0.15) {
            await life.crash();
            life = new Life(world);
          } else if (event < 0.25) life.worker.leaveLog();
          else if (event < 0.35) life.reassign();
          else if (event < 0.45) {
            // Another instance takes over, and this one hasn't noticed yet.
            replaced.push(life);
            life = new Life(world);
          } else if (event < 0.5) await replaced.shift()?.crash();
          else if (event < 0.55) {
            // One that Kafka has taken the partition from takes it over once more.
            replaced[0]?.reassign();
          } else if (event < 0.65) {
            life.worker.reconfigure({ ...trail, paused: true }, life.worker['sink']);
            await sleep(2);
            life.worker.reconfigure(trail, life.worker['sink']);
          }
        }
        world.faults = false;
        world.storedUpTo = world.log.length;
        const missing = await settled(world);
        await world.end();
        expect({ missing, lost: world.lost }).toEqual({ missing: [], lost: [] });
      }),
      { numRuns: 25, endOnFailure: true },
    );
  }, 120_000);

  it('loses nothing when a checkpoint of whoever had the partition before is written late', async () => {
    world = new World(randomFrom(11));
    world.faults = false;
    world.append(20);
    world.storedUpTo = 20;
    const before = new Life(world);
    await waitFor('the lane to follow the log', () => !world.lane.behind);
    before.worker.reconfigure({ ...trail, paused: true }, before.worker['sink']);
    await waitFor('the lane to have left the log', () => world.lane.behind);
    const gate = world.gate();
    world.beforeCheckpoint = gate.pass;
    before.worker.reconfigure(trail, before.worker['sink']);
    await gate.reached; // with a checkpoint that says that the lane follows the log again
    world.beforeCheckpoint = () => Promise.resolve();
    before.followed.detach();
    const after = new Life(world);
    await waitFor('the other one to follow the log', () => !world.lane.behind);
    after.worker.reconfigure({ ...trail, paused: true }, after.worker['sink']);
    world.append(50);
    await waitFor('the log to be read past the lane', () => world.logPosition === 70n);
    expect(world.lane.behind).toBe(true);
    const { checkpoints } = before;
    gate.open();
    await waitFor('the late checkpoint', () => before.checkpoints > checkpoints);
    expect(world.lane.behind).toBe(true);
    await Promise.all([before.crash(), after.crash()]);
    world.storedUpTo = world.log.length;
    new Life(world);
    const missing = await settled(world);
    expect({ missing, lost: world.lost }).toEqual({ missing: [], lost: [] });
  }, 60_000);

  it('loses nothing when a checkpoint that had no answer is written after the next one', async () => {
    world = new World(randomFrom(14));
    world.faults = false;
    world.append(20);
    world.storedUpTo = 20;
    const { worker } = new Life(world);
    const pause = (paused: boolean) => worker.reconfigure({ ...trail, paused }, worker['sink']);
    await waitFor('the lane to follow the log', () => !world.lane.behind);
    pause(true);
    await waitFor('the lane to have left the log', () => world.lane.behind);
    let unanswered: Checkpoint | undefined;
    world.beforeCheckpoint = (checkpoint) => {
      unanswered ??= checkpoint;
      return Promise.reject(new Error('no answer'));
    };
    pause(false);
    const late = await waitFor('a checkpoint with the lane on the log', () => unanswered);
    expect(late.lanes).toMatchObject([{ behind: false }]);
    pause(true);
    world.beforeCheckpoint = () => Promise.resolve();
    await waitFor('the next one', () => world.checkpoint > late.number);
    expect(world.write(late)).toBe(false);
    world.append(50);
    await waitFor('the log to be read past the lane', () => world.logPosition === 70n);
    expect({ behind: world.lane.behind, lost: world.lost }).toEqual({ behind: true, lost: [] });
  }, 60_000);

  // The batch holds the position of the log back while it is under way; what comes between it and the lane's leaving has to
  // as well, until the database has both: that the lane takes its entries from the store, and where the log is read on.
  it.each(['before', 'after'])(
    'loses nothing when a batch is acknowledged after its lane left the log, and the process dies %s that is written',
    async (when) => {
      world = new World(randomFrom(12));
      world.faults = false;
      world.append(3);
      world.storedUpTo = 3;
      const life = new Life(world);
      await waitFor('the lane to follow the log', () => !world.lane.behind && world.logPosition === 3n);
      const [call, checkpoint] = [world.gate(), world.gate()];
      world.beforeCall = call.pass;
      if (when === 'before') world.beforeCheckpoint = checkpoint.pass;
      world.append(5);
      await call.reached;
      life.worker.leaveLog();
      world.append(50);
      await waitFor('the log to be read past the lane', () => life.followed.cursor === 58n);
      call.open();
      await waitFor('the batch to be acknowledged', () => world.lane.next === 8n);
      if (when === 'after') await waitFor('the next checkpoint', () => world.logPosition === 58n);
      const crashed = life.crash();
      checkpoint.open();
      await crashed;
      expect(world.lane).toEqual({ next: 8n, behind: when === 'after' });
      world.storedUpTo = world.log.length;
      new Life(world);
      const missing = await settled(world);
      expect({ missing, lost: world.lost }).toEqual({ missing: [], lost: [] });
    },
    60_000,
  );

  it('loses nothing when a sink fails in a way that nobody has foreseen', async () => {
    world = new World(randomFrom(13));
    world.faults = false;
    new Life(world);
    await waitFor('the lane to follow the log', () => !world.lane.behind);
    let failures = 0;
    world.beforeCall = () => ((failures += 1) === 1 ? Promise.reject(new Error('unforeseen')) : Promise.resolve());
    world.append(40);
    world.storedUpTo = 40;
    const missing = await settled(world);
    expect(failures).toBeGreaterThan(1);
    expect({ missing, lost: world.lost }).toEqual({ missing: [], lost: [] });
  }, 60_000);

  it('keeps the order, and sends nothing twice, while nothing fails', async () => {
    world = new World(randomFrom(7));
    world.faults = false;
    const life = new Life(world);
    for (let round = 0; round < 20; round += 1) {
      world.append(20);
      world.storedUpTo = world.log.length;
      if (round % 5 === 4) life.worker.leaveLog();
      await sleep(4);
    }
    expect(await settled(world)).toEqual([]);
    expect(world.received).toEqual(world.log.map(({ uid }) => uid));
    await life.worker.drain(1_000);
    expect(life.worker.pending).toBe(0);
  }, 30_000);
});
