import type { ProfileName } from '../../../model/profiles.js';
import { askForChange, tellSimulated } from '../../changing.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';

/** Sets the profile; says nothing when it could. */
export async function run(context: Context, { profile }: { readonly profile: ProfileName }): Promise<number> {
  const requests = await askForChange(context, client => client.change({ op: 'set', profile }));
  const { machine, simulated, chosen } = requests;
  if (context.json) context.printJson({ machine, simulated, profile: requests.profile, chosen });
  else tellSimulated(requests);
  return exitOk;
}
