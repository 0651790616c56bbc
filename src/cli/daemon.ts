import { type ControlClient, connect } from '../control/client/client.js';
import { ControlError } from '../control/protocol/errors.js';
import type { Changed } from '../control/protocol/request-status.js';
import type { Context } from './context.js';
import { harmless } from './render/harmless.js';

/** Connects to the nearest daemon. Where there is none, rejects with the ControlError that says most. */
export async function connectDaemon(runtimeDirs: readonly string[]): Promise<ControlClient> {
  const failures: ControlError[] = [];
  for (const directory of runtimeDirs) {
    try {
      return await connect(directory);
    } catch (error) {
      if (!(error instanceof ControlError)) throw error;
      failures.push(error);
    }
  }
  const refused = failures.find(failure => failure.kind !== 'absent');
  if (refused !== undefined) throw refused;
  const [only] = failures;
  if (failures.length === 1 && only !== undefined) throw only;
  throw new ControlError('absent', `no latticed running (looked in ${runtimeDirs.join(', ')})`);
}

/** Asks the nearest daemon one thing; gives the ControlError that says why where it can't be asked. */
export async function askDaemon<T>(
  runtimeDirs: readonly string[],
  ask: (client: ControlClient) => Promise<T>,
): Promise<T | ControlError> {
  try {
    const client = await connectDaemon(runtimeDirs);
    try {
      return await ask(client);
    } finally {
      client.close();
    }
  } catch (error) {
    if (error instanceof ControlError) return error;
    throw error;
  }
}

/** Asks the nearest daemon about people's requests, or to change them; rejects where it can't be asked. */
export async function askRequests(
  { runtimeDirs }: Context,
  ask: (client: ControlClient) => Promise<Changed>,
): Promise<Changed> {
  const client = await connectDaemon(runtimeDirs);
  try {
    return harmless(await ask(client));
  } finally {
    client.close();
  }
}

/** Scripts read what `get` and its like print, so a simulated machine is named on stderr. */
export function warnSimulated({ simulated, machine }: Changed): void {
  if (simulated) process.stderr.write(`latticectl: SIMULATED machine (${machine})\n`);
}
