/**
 * Where the heat of the processors is measured. The kernel's thermal zones are asked first; where none of them is in the processors themselves,
 * their monitoring chips are, and stand beside the zones as zones without trips: what a chip calls its maximum is no trip of the kernel's.
 */
import type { Description } from './description.js';
import { isChip } from './names.js';
import type { SignalSpec } from './signals.js';
import { isInProcessors } from './thermal-target.js';
import type { Zone } from './topology.js';

/** Chips that are, by the names of their drivers. */
const chips = /^(coretemp|k8temp|k10temp|zenpower\d*|via_cputemp|.*(cpu|soc|cluster).*)$/i;

/** The same machine with the heat of its processors among its zones, if anything measures it. */
export function withHeat<T extends Pick<Description, 'signals' | 'topology'>>(description: T): T {
  const { topology, signals } = description;
  if (topology.zones.some(isInProcessors)) return description;
  const zones = processorChips(signals);
  return zones.length === 0
    ? description
    : { ...description, topology: { ...topology, zones: [...topology.zones, ...zones] } };
}

function processorChips(signals: readonly SignalSpec[]): Zone[] {
  const found = new Map<string, { readonly label: string; readonly zone: Zone }[]>();
  for (const { name, role, scope } of signals) {
    const [, chip = '', number = '', label = ''] = /^hwmon\.([^.]+)(\.\d+)?\.(.+)$/.exec(scope) ?? [];
    if (role !== 'temperature' || !isChip(scope) || !chips.test(chip)) continue;
    const key = `${chip}${number}`;
    found.set(key, [...(found.get(key) ?? []), { label, zone: { signal: name, type: chip, trips: [] } }]);
  }
  return [...found.values()].flatMap(channels => best(channels).map(c => c.zone));
}

/** Of a chip's channels those that stand for all: the die, the package; Tctl, which may carry an offset, only where there is nothing else. */
function best<T extends { readonly label: string }>(channels: readonly T[]): readonly T[] {
  for (const wanted of [/^Tdie$/i, /^(Package|Physical)/i, /^Tctl$/i]) {
    const those = channels.filter(c => wanted.test(c.label));
    if (those.length > 0) return those;
  }
  return channels;
}
