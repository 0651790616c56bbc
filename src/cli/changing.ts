import type { ControlClient } from '../control/client/client.js';
import type { Changed } from '../control/protocol/request-status.js';
import type { Context } from './context.js';
import { live } from './live.js';
import { harmless } from './render/harmless.js';

/** Asks the nearest daemon for something about requests and closes the connection; rejects where it can't be asked. */
export async function askForChange(
  context: Context,
  ask: (client: ControlClient) => Promise<Changed>,
): Promise<Changed> {
  const client = await live(context.runtimeDirs);
  try {
    return harmless(await ask(client));
  } finally {
    client.close();
  }
}

/** Scripts read what `get` and its like print, so that a machine that is made up is told of beside it. */
export function tellSimulated({ simulated, machine }: Changed): void {
  if (simulated) process.stderr.write(`latticectl: SIMULATED machine (${machine})\n`);
}
