import type { Browser } from 'playwright-core';
import { Visitor } from '../browser/visitor';
import { endpoints, userWith } from '../system/running-system';
import type { Camera } from './camera';
import type { Scene } from './scene';

/** Visits each screen as its user, and takes it. */
export async function play(browser: Browser, camera: Camera, chosen: readonly Scene[]): Promise<void> {
  const project = endpoints().tenants[0]?.projects[0]?.uid ?? '';
  const visitors = new Map<string, Visitor>();
  for (const scene of chosen) {
    const who = scene.as ?? `nobody ${scene.name}`;
    let visitor = visitors.get(who);
    if (!visitor) {
      visitor = await Visitor.come(browser);
      visitors.set(who, visitor);
      if (scene.as) await visitor.signIn(userWith(scene.as));
    }
    await visitor.page.goto(scene.at.replace('{project}', project));
    await visitor.settled();
    await scene.act?.(visitor.page);
    await camera.take(visitor.page, scene.name);
    process.stderr.write(`${scene.name}\n`);
  }
}
