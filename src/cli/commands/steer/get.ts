import type { Context } from '../../context.js';
import { askRequests, warnSimulated } from '../../daemon.js';
import { exitOk } from '../../exit.js';

/** The profile in force, alone on a line. */
export async function run(context: Context): Promise<number> {
  const requests = await askRequests(context, client => client.requests());
  const { profile, chosen, machine, simulated } = requests;
  if (context.json) {
    context.printJson({ machine, simulated, profile, chosen });
    return exitOk;
  }
  warnSimulated(requests);
  context.print(profile);
  return exitOk;
}
