import type { ProfileName } from '../../../model/people/profiles.js';
import type { Context } from '../../context.js';
import { askRequests, warnSimulated } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { setProfile } from '../../set-profile.js';

/** Sets the profile. Prints nothing on success. */
export async function run(context: Context, { profile }: { readonly profile: ProfileName }): Promise<number> {
  const requests = await askRequests(context, client => setProfile(client, profile));
  const { machine, simulated, chosen } = requests;
  if (context.json) context.printJson({ machine, simulated, profile: requests.profile, chosen });
  else warnSimulated(requests);
  return exitOk;
}
