import type { Context } from '../../context.js';
import { askRequests, warnSimulated } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { holdLines } from '../../view/requests.js';

/** Who holds which profile, as powerprofilesctl shows it. */
export async function run(context: Context): Promise<number> {
  const requests = await askRequests(context, client => client.requests());
  const { machine, simulated, holds } = requests;
  if (context.json) {
    context.printJson({ machine, simulated, holds });
    return exitOk;
  }
  warnSimulated(requests);
  context.print(...holdLines(holds));
  return exitOk;
}
