import { askForChange, tellSimulated } from '../../changing.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';
import { holdLines } from '../../view/requests.js';

/** Who holds which profile, as powerprofilesctl shows it. */
export async function run(context: Context): Promise<number> {
  const requests = await askForChange(context, client => client.requests());
  const { machine, simulated, holds } = requests;
  if (context.json) {
    context.printJson({ machine, simulated, holds });
    return exitOk;
  }
  tellSimulated(requests);
  context.print(...holdLines(holds));
  return exitOk;
}
