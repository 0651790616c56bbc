import { type ControlClient, connect } from '../control/client/client.js';
import { ControlError } from '../control/protocol/errors.js';

/** Connects to the nearest daemon; rejects with the ControlError that tells most when none can be had. */
export async function live(runtimeDirs: readonly string[]): Promise<ControlClient> {
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

/** Asks the nearest daemon one thing; the ControlError that says why not when it can't be asked. */
export async function askLive<T>(
  runtimeDirs: readonly string[],
  ask: (client: ControlClient) => Promise<T>,
): Promise<T | ControlError> {
  try {
    const client = await live(runtimeDirs);
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
