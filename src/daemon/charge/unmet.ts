import type { ChargeConfig } from '../../config/config.js';
import { controlName } from '../../model/control-names.js';
import type { Description } from '../../model/description.js';
import { supplyScope } from '../../model/names.js';
import { type ChargeLimits, limitsFor } from '../../model/people/charge.js';
import { suggestion } from '../../model/people/nearest.js';
import { isBattery } from '../../model/power-source.js';

type Offer = Pick<Description, 'controls' | 'topology' | 'missing'>;

/** What the configuration asks of a battery and the machine does not offer, each in words. */
export function unmetFor(battery: string, { start, stop }: ChargeLimits, { controls, missing }: Offer): string[] {
  const spec = (role: string) => controls.find(c => c.name === controlName(supplyScope(battery), role));
  const own =
    spec('charge_types')?.choices?.includes('Long_Life') === true || controls.some(c => c.role === 'conservation_mode');
  const lacking = (key: string, otherwise: string): string[] => {
    const found = spec(key);
    if (found?.writable === true) return [];
    return [`${key}: ${found?.why ?? missing.find(m => m.what === 'charge_limit')?.why ?? otherwise}`];
  };
  return [
    ...(stop === undefined || (own && spec('charge_stop') === undefined)
      ? []
      : lacking('charge_stop', 'its driver has no such threshold')),
    ...(start === undefined ? [] : lacking('charge_start', 'its driver has none, and starts where it likes')),
  ];
}

/** The same of all batteries, and those in the configuration that the machine does not have. */
export function unmet(charge: ChargeConfig, offer: Offer): string[] {
  const batteries = offer.topology.supplies.filter(isBattery).map(b => b.name);
  const absent = Object.keys(charge.batteries).filter(name => !batteries.includes(name));
  return [
    ...absent.map(
      name =>
        `[battery.${name}]: no battery of that name${suggestion(name, batteries)}, expected one of ${batteries.join(', ') || '(none here)'}`,
    ),
    ...batteries.flatMap(name => unmetFor(name, limitsFor(charge, name), offer).map(what => `${name}: ${what}`)),
  ];
}
