import type { ControlClient } from '../control/client/client.js';
import { ControlError, messageOf } from '../control/protocol/errors.js';
import type { Changed } from '../control/protocol/request-status.js';
import type { ProfileName } from '../model/people/profiles.js';
import { Failure } from './exit.js';

/** Sets the profile. Who is outside of the group may still be at the machine: then the desktop's way is open. */
export async function setProfile(client: ControlClient, profile: ProfileName): Promise<Changed> {
  try {
    return await client.change({ op: 'set', profile });
  } catch (error) {
    if (!(error instanceof ControlError && error.message.startsWith('set: no permission here'))) throw error;
    // Somebody else may have the name.
    const { desktop } = await client.status();
    if (!desktop.names.includes('org.freedesktop.UPower.PowerProfiles')) throw error;
    const { setOverBus } = await import('./set-over-bus.js');
    await setOverBus(profile).catch((why: unknown) => {
      throw new Failure(`${error.message}; over D-Bus: ${messageOf(why)}`);
    });
    return client.requests();
  }
}
