import { askWishes } from '../../changing.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';
import { banner } from '../../view/banner.js';
import { overrideLines } from '../../view/wishes.js';

/** The overrides in force: what, how long yet, who asked. */
export async function run(context: Context): Promise<number> {
  const wishes = await askWishes(context, client => client.wishes());
  const { machine, simulated, overrides } = wishes;
  if (context.json) context.printJson({ machine, simulated, overrides });
  else
    context.print(
      ...banner(wishes, context.style),
      ...(overrides.length === 0 ? ['nothing is overridden'] : overrideLines(overrides, Date.now())),
    );
  return exitOk;
}
