/**
 * The knob that a GPU is governed by: the settings that may be tried, and how far one step may go.
 *
 * 1. A clock is tried in steps of 1/32 of its range at the finest; the highest setting is no limit.
 * 2. A power cap above the peaks of the GPU's draw does nothing, and no clock above the one that is seen: stretch counts from there, not from the
 *    nameplate.
 * 3. The stretch of a setting is how much longer its work takes if all of it follows the knob: top/setting − 1.
 * 4. A step goes no further than a quarter of the range, or to the next setting if settings are coarser.
 */

/** Ascending; the last is no limit. A `cap` is in W, a `clock` in any unit. */
export interface GpuKnob {
  readonly kind: 'clock' | 'cap';
  readonly settings: readonly number[];
}

const finest = 1 / 32;
const longest = 1 / 4;

/** The knob of a GPU with these settings, thinned from the top. */
export function knobOf(kind: GpuKnob['kind'], offered: readonly number[]): GpuKnob {
  const descending = [...new Set(offered)].sort((a, b) => b - a);
  const step = ((descending[0] ?? 0) - (descending.at(-1) ?? 0)) * finest;
  const settings: number[] = [];
  for (const setting of descending) {
    const above = settings[0];
    if (above === undefined || above - setting >= step * (1 - 1e-9)) settings.unshift(setting);
  }
  return { kind, settings };
}

/** Place of no limit. */
export const topOf = (knob: GpuKnob): number => knob.settings.length - 1;

/** A cap acts on peaks, which are this many times the mean draw. */
const peaks = 1.06;

/** What no limit shows: its mean power, and its mean clock in the unit of the settings. */
export interface Unlimited {
  readonly draw: number | undefined;
  readonly clock: number | undefined;
}

/** The setting above which nothing changes. */
function ceiling({ kind, settings }: GpuKnob, { draw, clock }: Unlimited): number {
  const seen = kind === 'cap' ? peaks * (draw ?? Number.POSITIVE_INFINITY) : (clock ?? Number.POSITIVE_INFINITY);
  return Math.min(settings.at(-1) ?? Number.NaN, seen);
}

/** How much longer the work takes at place `at` if all of it follows the knob. */
export function stretch(knob: GpuKnob, at: number, unlimited: Unlimited): number {
  return Math.max(0, ceiling(knob, unlimited) / (knob.settings[at] ?? Number.NaN) - 1);
}

/** Lowest place at which work of compute share `share` takes at most `slowdown` longer. */
export function placeFor(knob: GpuKnob, share: number, slowdown: number, unlimited: Unlimited): number {
  const found = knob.settings.findIndex((_, at) => share * stretch(knob, at, unlimited) <= slowdown + 1e-9);
  return found < 0 ? topOf(knob) : found;
}

/** Lowest place that one step down from `at` may reach. */
export function stepFrom({ settings }: GpuKnob, at: number): number {
  const span = (settings.at(-1) ?? 0) - (settings[0] ?? 0);
  const limit = (settings[at] ?? Number.NaN) - span * longest;
  const found = settings.findIndex(s => s >= limit - 1e-9);
  return Math.max(0, Math.min(found < 0 ? at : found, at - 1));
}

/** Lowest place at which nothing changes yet: what is above it need not be tried. */
export function idlePlace(knob: GpuKnob, unlimited: Unlimited): number {
  const found = knob.settings.findIndex(s => s >= ceiling(knob, unlimited));
  return found < 0 ? topOf(knob) : found;
}
