import type { Context } from '../../context.js';
import { askRequests } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { banner } from '../../view/banner.js';
import { overrideLines } from '../../view/requests.js';

/** The overrides in force: what, for how much longer, who asked. */
export async function run(context: Context): Promise<number> {
  const requests = await askRequests(context, client => client.requests());
  const { machine, simulated, overrides } = requests;
  if (context.json) context.printJson({ machine, simulated, overrides });
  else
    context.print(
      ...banner(requests, context.style),
      ...(overrides.length === 0 ? ['nothing is overridden'] : overrideLines(overrides, Date.now())),
    );
  return exitOk;
}
