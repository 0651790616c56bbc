import { usualOverrideSeconds } from '../../../control/protocol/operations/change.js';
import type { OverrideRequest } from '../../../model/people/requests.js';
import { asTyped } from '../../arguments/refusal.js';
import type { Context } from '../../context.js';
import { askRequests } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { banner } from '../../view/banner.js';
import { overrideLine } from '../../view/requests.js';

export interface OverrideOptions extends OverrideRequest {
  /** Seconds. */
  readonly for?: number;
  /** Seconds until then. */
  readonly until?: number;
  readonly whilePid?: number;
}

const limitsOf = ({ cpus: _, ...limits }: OverrideRequest): string[] =>
  Object.entries(limits).flatMap(([limit, value]) => (value === undefined ? [] : [limit]));

/** Overrides limits for a time, and says until when. */
export async function run(context: Context, options: OverrideOptions): Promise<number> {
  const { for: length, until, whilePid, ...wish } = options;
  const chosenSeconds = length ?? until;
  const lasting = whilePid === undefined ? { for: chosenSeconds ?? usualOverrideSeconds } : { while: whilePid };
  const answer = await askRequests(context, client => client.change({ op: 'override', wish, lasting })).catch(error => {
    throw asTyped(error, [wish.max, wish.min, wish.gpuMax]);
  });
  const { machine, simulated, made } = answer;
  const override = answer.overrides.find(o => o.id === made);
  if (context.json) {
    context.printJson({ machine, simulated, override: override ?? null });
    return exitOk;
  }
  context.print(
    ...banner(answer, context.style),
    ...(override === undefined ? [] : [overrideLine(override, Date.now())]),
    // Of several the narrower bound holds: who is surprised by that should not have to look for it.
    ...answer.overrides
      .filter(o => o.id !== made && limitsOf(o.wish).some(limit => limitsOf(wish).includes(limit)))
      .map(o => `beside it ${overrideLine(o, Date.now())}`),
    ...(chosenSeconds === undefined && whilePid === undefined
      ? ['one hour, since nothing else was said: --for, --until and --while-pid choose another time']
      : []),
  );
  return exitOk;
}
