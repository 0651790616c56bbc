/**
 * Where the machine's power comes from.
 *
 * 1. A machine without a battery of its own (a UPS counts as one) is on mains, whatever its ports say: a graphics card's USB-C port is never "online".
 * 2. A UPS that discharges: battery. An adapter that is online: mains, also while a battery is drained beside it (a weak charger, a calibration).
 * 3. A port that is online charges the machine only if it doesn't say that it discharges itself: then it feeds a phone. A port that doesn't say which
 *    is believed unless a battery of the machine discharges.
 * 4. Else the batteries say: one that discharges, or gives power whatever it calls it, is the source; charging, full or not charging without that, the
 *    power comes from somewhere: some firmware never tells that its adapter is online.
 * 5. Where they don't say, an adapter that is offline is believed.
 */
import type { Supply } from './topology.js';

/** A supply of the machine's own and what it says now; what it does not say is undefined. */
export interface SupplyState extends Supply {
  /** 0, 1, or 2 for a programmable supply that is online. */
  readonly online?: number | undefined;
  /** Charging, Discharging, Full, Not charging, Unknown. */
  readonly status?: string | undefined;
  /** 0 for an empty battery bay. */
  readonly present?: number | undefined;
  /** A battery's power, either way. */
  readonly watts?: number | undefined;
}

export interface SourceOfPower {
  readonly onMains: boolean;
  /** What says so, in words. */
  readonly why: string;
}

/** A full battery gives less than this while something else feeds the machine. */
const leastDrain = 0.5;

const isStore = ({ type }: Supply): boolean => type === 'Battery' || type === 'UPS';
/** It can take power or give it. */
const isPort = ({ type }: Supply): boolean => /^(usb|brick)/i.test(type);

export const isBattery = ({ type, scope }: Supply): boolean => type === 'Battery' && scope !== 'Device';

/** Whether the machine runs on mains, and why that is thought. */
export function sourceOfPower(all: readonly SupplyState[]): SourceOfPower {
  const own = all.filter(s => s.scope !== 'Device');
  const stores = own.filter(s => isStore(s) && s.present !== 0);
  if (stores.length === 0) return mains('it has no battery');
  const draining = stores.find(s => s.status === 'Discharging');
  if (draining?.type === 'UPS') return battery(`${draining.name} is discharging`);
  const adapters = own.filter(s => !isStore(s));
  const feeding = adapters.find(s => feeds(s, draining !== undefined)) ?? stores.find(s => isOnline(s) && isUps(s));
  if (feeding !== undefined) return mains(`${feeding.name} is online`);
  const giving = adapters.find(isOnline);
  const aside = giving === undefined ? '' : `, and ${giving.name} gives power and takes none`;
  if (draining !== undefined) return battery(`${draining.name} is discharging${aside}`);
  return bySilence(stores, adapters);
}

/** Nothing is online and nothing says that it discharges. */
function bySilence(stores: readonly SupplyState[], adapters: readonly SupplyState[]): SourceOfPower {
  const charging = stores.find(s => s.status === 'Charging');
  if (charging !== undefined) return mains(`${charging.name} is charging`);
  const given = stores.find(s => (s.watts ?? 0) > leastDrain);
  if (given !== undefined) return battery(`${given.name} gives ${given.watts?.toFixed(1)} W and nothing is online`);
  const idle = stores.find(s => s.status === 'Full' || s.status === 'Not charging');
  if (idle !== undefined) return mains(`${idle.name} is not discharging (${idle.status})`);
  const offline = adapters.find(s => s.online === 0);
  if (offline !== undefined) return battery(`${offline.name} is offline`);
  return mains('nothing says that a battery is discharging');
}

const isOnline = ({ online }: SupplyState): boolean => (online ?? 0) >= 1;
const isUps = ({ type }: Supply): boolean => type === 'UPS';

function feeds(supply: SupplyState, draining: boolean): boolean {
  if (!isOnline(supply)) return false;
  if (!isPort(supply)) return true;
  return supply.status === 'Charging' || (supply.status !== 'Discharging' && !draining);
}

const mains = (why: string): SourceOfPower => ({ onMains: true, why });
const battery = (why: string): SourceOfPower => ({ onMains: false, why });
