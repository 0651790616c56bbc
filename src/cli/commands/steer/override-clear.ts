import type { Context } from '../../context.js';
import { askRequests } from '../../daemon.js';
import { exitOk, Failure } from '../../exit.js';
import { banner } from '../../view/banner.js';

export interface ClearOptions {
  readonly id?: number | undefined;
  readonly all?: boolean;
}

/** Ends one override, or all; without either the only one there is. */
export async function run(context: Context, { id, all }: ClearOptions): Promise<number> {
  let cleared: readonly number[] = [];
  const requests = await askRequests(context, async client => {
    const { overrides } = await client.requests();
    const ids = overrides.map(o => o.id);
    if (id === undefined && all !== true && ids.length > 1)
      throw new Failure(`overrides ${ids.join(', ')} are in force, expected one of these or --all`);
    cleared = id === undefined ? ids : [id];
    return client.change({ op: 'clear', override: id ?? 'all' });
  });
  const { machine, simulated, overrides } = requests;
  if (context.json) {
    context.printJson({ machine, simulated, cleared, overrides });
    return exitOk;
  }
  const outcome = cleared.length === 0 ? 'nothing was overridden' : `override ${cleared.join(', ')} is over`;
  context.print(...banner(requests, context.style), outcome);
  return exitOk;
}
