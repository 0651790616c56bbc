import { GpuController } from '../../src/governor/gpu/controller.js';
import { type GpuKnob, topOf } from '../../src/governor/gpu/knob.js';
import type { GpuObservation } from '../../src/governor/gpu/observation.js';

/** Sets the knob once a second. */
export interface Strategy {
  /** Takes the observation of the last second; returns the setting from now on, Infinity for no limit. */
  follow(view: GpuObservation): number;
  /** Whether the purpose of that setting is to learn. */
  readonly exploring: boolean;
}

const settingOf = (knob: GpuKnob, place: number): number =>
  place === topOf(knob) ? Number.POSITIVE_INFINITY : (knob.settings[place] ?? Number.POSITIVE_INFINITY);

/** The product's own code. */
export function lattice(knob: GpuKnob, slowdown: number): Strategy {
  const governor = new GpuController(knob);
  return {
    follow: view => {
      governor.follow(view, slowdown);
      return settingOf(knob, governor.place);
    },
    get exploring() {
      return governor.exploring;
    },
  };
}

const settle = 3;
const profile = 20;

/**
 * As Zeus's power optimiser: every setting is measured once, from the highest down, 20 s each after 3 s; then it keeps the one that used least energy
 * per work within the slowdown. It needs heartbeats, and never changes its choice.
 */
export function profileOnce(knob: GpuKnob, slowdown: number): Strategy {
  let place = topOf(knob);
  let since = 0;
  const sums = knob.settings.map(() => ({ units: 0, seconds: 0, energy: 0, watched: 0 }));
  let chosen: number | undefined;
  const rate = (at: number): number => (sums[at]?.units ?? 0) / (sums[at]?.seconds ?? Number.NaN);
  const choose = (): number => {
    const best = { place: topOf(knob), energy: Number.POSITIVE_INFINITY };
    for (const [at, { energy, watched }] of sums.entries()) {
      const perUnit = energy / watched / rate(at);
      if (rate(topOf(knob)) / rate(at) > 1 + slowdown || !(perUnit < best.energy)) continue;
      best.place = at;
      best.energy = perUnit;
    }
    return best.place;
  };
  return {
    follow: view => {
      since += view.seconds;
      const sum = sums[place];
      if (chosen === undefined && since > settle && sum !== undefined) {
        sum.energy += (view.power ?? 0) * view.seconds;
        sum.watched += view.seconds;
        for (const { units, seconds } of view.progress.filter(p => p.seconds <= since - settle)) {
          sum.units += units;
          sum.seconds += seconds;
        }
        if (since >= settle + profile) {
          since = 0;
          if (place > 0) place--;
          else {
            chosen = choose();
            place = chosen;
          }
        }
      }
      return settingOf(knob, place);
    },
    get exploring() {
      return chosen === undefined;
    },
  };
}
