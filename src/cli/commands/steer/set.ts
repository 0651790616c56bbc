import type { ControlClient } from '../../../control/client/client.js';
import { ControlError, messageOf } from '../../../control/protocol/errors.js';
import type { Changed } from '../../../control/protocol/request-status.js';
import type { ProfileName } from '../../../model/people/profiles.js';
import type { Context } from '../../context.js';
import { askRequests, warnSimulated } from '../../daemon.js';
import { exitOk, Failure } from '../../exit.js';

/** Sets the profile. Prints nothing on success. */
export async function run(context: Context, { profile }: { readonly profile: ProfileName }): Promise<number> {
  const requests = await askRequests(context, client => set(client, profile));
  const { machine, simulated, chosen } = requests;
  if (context.json) context.printJson({ machine, simulated, profile: requests.profile, chosen });
  else warnSimulated(requests);
  return exitOk;
}

/** Who is outside of the group may still be at the machine: then the desktop's way is open. */
async function set(client: ControlClient, profile: ProfileName): Promise<Changed> {
  try {
    return await client.change({ op: 'set', profile });
  } catch (error) {
    if (!(error instanceof ControlError && error.message.startsWith('set: no permission here'))) throw error;
    // Somebody else may have the name.
    const { desktop } = await client.status();
    if (!desktop.names.includes('org.freedesktop.UPower.PowerProfiles')) throw error;
    const { setOverBus } = await import('../../set-over-bus.js');
    await setOverBus(profile).catch((why: unknown) => {
      throw new Failure(`${error.message}; over D-Bus: ${messageOf(why)}`);
    });
    return client.requests();
  }
}
