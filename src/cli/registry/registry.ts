import type { RegisteredCommand } from './command.js';
import { showCommands } from './show.js';
import { steerCommands } from './steer.js';
import { toolCommands } from './tools.js';

/** Every command of latticectl, in the order of its help. */
export const registry: readonly RegisteredCommand[] = [...showCommands, ...steerCommands, ...toolCommands];
