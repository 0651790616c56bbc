/** How full the machine's batteries are together. */
import { isBattery } from './power-source.js';
import type { Supply } from './topology.js';

/** A supply and what it says of what it holds; what it does not say is undefined. */
export interface StoreState extends Supply {
  /** 0 for an empty battery bay. */
  readonly present?: number | undefined;
  /** Its charge in percent, as the kernel tells it. */
  readonly percent?: number | undefined;
  /** What it holds now and when full, in one unit of energy. */
  readonly energy?: number | undefined;
  readonly full?: number | undefined;
}

interface Fill {
  /** 0 to 100. */
  readonly percent: number;
  readonly full: number | undefined;
}

/**
 * Charge of all batteries of the machine's own in percent; those of a UPS where there is no other. Several are weighted by what they hold when full:
 * Σ pᵢ·fullᵢ / Σ fullᵢ. Where one doesn't say that, they count alike. One that tells nothing is left out; undefined if none tells.
 */
export function chargeOf(all: readonly StoreState[]): number | undefined {
  const fills = fillsOf(all);
  if (fills.length === 0) return undefined;
  const weighted = fills.every(f => f.full !== undefined);
  let [sum, weight] = [0, 0];
  for (const { percent, full = 1 } of fills) {
    const by = weighted ? full : 1;
    sum += by * percent;
    weight += by;
  }
  return sum / weight;
}

/** What the same batteries hold together, in the unit of energy; undefined where one doesn't say what it holds when full. */
export function heldOf(all: readonly StoreState[]): number | undefined {
  const fills = fillsOf(all);
  if (fills.length === 0 || fills.some(f => f.full === undefined)) return undefined;
  return fills.reduce((sum, { percent, full = 0 }) => sum + (percent / 100) * full, 0);
}

function fillsOf(all: readonly StoreState[]): Fill[] {
  const present = all.filter(s => s.scope !== 'Device' && s.present !== 0);
  const batteries = present.filter(isBattery);
  const stores = batteries.length > 0 ? batteries : present.filter(s => s.type === 'UPS');
  return stores.flatMap(fill);
}

/** Several batteries are added up in energy where they tell it: their percentages are rounded. One alone is as full as desktops show it. */
function fill({ percent, energy, full }: StoreState, _: number, { length: count }: readonly StoreState[]): Fill[] {
  const size = full !== undefined && full > 0 ? full : undefined;
  const measured =
    energy === undefined || size === undefined ? undefined : Math.min(100, Math.max(0, (100 * energy) / size));
  const told = count > 1 ? (measured ?? percent) : (percent ?? measured);
  return told === undefined ? [] : [{ percent: told, full: size }];
}
