import { messageOf } from '../protocol/errors.js';
import { type Bus, variant } from './bus.js';

/** What systemd/lattice.policy says who may do. */
export type Action = 'switch-profile' | 'hold-profile' | 'configure-action' | 'configure-battery-aware';

/**
 * The ids of power-profiles-daemon first: rules that administrators have written for it hold here too. polkit answers about an action only to
 * root and to the owner that a policy file names, and where that package is installed as well its file, which names none, may have replaced
 * ours; then our own ids are asked about, which nobody else has.
 */
const ids = (action: Action): readonly string[] => [
  `org.freedesktop.UPower.PowerProfiles.${action}`,
  `io.github.lattice_governor.${action}`,
];

const authority = {
  name: 'org.freedesktop.PolicyKit1',
  path: '/org/freedesktop/PolicyKit1/Authority',
  interface: 'org.freedesktop.PolicyKit1.Authority',
};
const allowInteraction = 1;
/** polkit's answer to who is neither root nor named as the owner of an action. */
const notForUs = 'org.freedesktop.PolicyKit1.Error.NotAuthorized';

/** Why polkit does not allow a connection an action; undefined when it does. Where there is no polkit only root is allowed. */
export async function allowed(
  bus: Bus,
  action: Action,
  caller: { readonly sender: string; readonly uid: number | null; readonly interactive: boolean },
): Promise<string | undefined> {
  // polkit would say the same, but would have to be started.
  if (caller.uid === 0) return undefined;
  let refusal = '';
  for (const id of ids(action)) {
    try {
      return (await check(bus, id, caller)) ? undefined : `polkit action ${id}`;
    } catch (error) {
      refusal ||= `polkit action ${id}: ${messageOf(error)}`;
      // Only where polkit may not tell us of this id, since another package's file owns it, does our own decide.
      if (Reflect.get(Object(error), 'type') !== notForUs) break;
    }
  }
  return refusal;
}

async function check(
  bus: Bus,
  id: string,
  { sender, interactive }: { readonly sender: string; readonly interactive: boolean },
): Promise<boolean> {
  const subject = ['system-bus-name', { name: variant(['s', sender]) }];
  const [result] = await bus.call(
    authority.name,
    authority.path,
    authority.interface,
    'CheckAuthorization',
    '(sa{sv})sa{ss}us',
    [subject, id, {}, interactive ? allowInteraction : 0, ''],
  );
  return Array.isArray(result) && result[0] === true;
}
