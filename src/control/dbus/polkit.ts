import { type Bus, variant } from './bus.js';

const authority = {
  name: 'org.freedesktop.PolicyKit1',
  path: '/org/freedesktop/PolicyKit1/Authority',
  interface: 'org.freedesktop.PolicyKit1.Authority',
};
const allowInteraction = 1;

/** Whether polkit allows a connection an action; where there is no polkit only root is. */
export async function allowed(
  bus: Bus,
  action: string,
  caller: { readonly sender: string; readonly uid: number | null; readonly interactive: boolean },
): Promise<boolean> {
  // polkit would say the same, but would have to be started.
  if (caller.uid === 0) return true;
  const subject = ['system-bus-name', { name: variant(['s', caller.sender]) }];
  const flags = caller.interactive ? allowInteraction : 0;
  try {
    const [result] = await bus.call(
      authority.name,
      authority.path,
      authority.interface,
      'CheckAuthorization',
      '(sa{sv})sa{ss}us',
      [subject, action, {}, flags, ''],
    );
    return Array.isArray(result) && result[0] === true;
  } catch {
    return false;
  }
}
