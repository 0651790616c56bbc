import type { ProfileName } from '../../../model/profiles.js';
import { askWishes, tellSimulated } from '../../changing.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';

/** Sets the profile; says nothing when it could. */
export async function run(context: Context, { profile }: { readonly profile: ProfileName }): Promise<number> {
  const wishes = await askWishes(context, client => client.change({ op: 'set', profile }));
  const { machine, simulated, chosen } = wishes;
  if (context.json) context.printJson({ machine, simulated, profile: wishes.profile, chosen });
  else tellSimulated(wishes);
  return exitOk;
}
