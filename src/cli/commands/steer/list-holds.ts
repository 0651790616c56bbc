import { askWishes, tellSimulated } from '../../changing.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';
import { holdLines } from '../../view/wishes.js';

/** Who holds which profile, as powerprofilesctl shows it. */
export async function run(context: Context): Promise<number> {
  const wishes = await askWishes(context, client => client.wishes());
  const { machine, simulated, holds } = wishes;
  if (context.json) {
    context.printJson({ machine, simulated, holds });
    return exitOk;
  }
  tellSimulated(wishes);
  context.print(...holdLines(holds));
  return exitOk;
}
