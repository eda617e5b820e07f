import { logScenes } from './log-scenes';
import type { Scene } from './scene';
import { sessionScenes } from './session-scenes';
import { settingsScenes } from './settings-scenes';
import { trailScenes } from './trail-scenes';

/** Every screen, in an order in which later ones find what earlier ones made. */
export const scenes: readonly Scene[] = [...sessionScenes, ...logScenes, ...settingsScenes, ...trailScenes];
