import { askWishes, tellSimulated } from '../../changing.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';

/** The profile in force, alone on a line. */
export async function run(context: Context): Promise<number> {
  const wishes = await askWishes(context, client => client.wishes());
  const { profile, chosen, machine, simulated } = wishes;
  if (context.json) {
    context.printJson({ machine, simulated, profile, chosen });
    return exitOk;
  }
  tellSimulated(wishes);
  context.print(profile);
  return exitOk;
}
