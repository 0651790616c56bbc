import type { ProfileName } from '../model/people/profiles.js';

const systemBus = 'unix:path=/run/dbus/system_bus_socket';

/** Sets the profile as a desktop does: polkit lets a local session do so, whatever its groups. Rejects with why not. */
export async function setOverBus(profile: ProfileName): Promise<void> {
  // Loaded only here: few need it.
  const { Bus, variant } = await import('../control/dbus/bus.js');
  const { layouts, propertiesInterface } = await import('../control/dbus/layouts.js');
  const [layout] = layouts;
  if (layout === undefined) return;
  const bus = await Bus.open(process.env.DBUS_SYSTEM_BUS_ADDRESS ?? systemBus, () => undefined);
  try {
    const value = variant(['s', profile]);
    const { name, path } = layout;
    await bus.call(name, path, propertiesInterface, 'Set', 'ssv', [name, 'ActiveProfile', value]);
  } finally {
    bus.close();
  }
}
