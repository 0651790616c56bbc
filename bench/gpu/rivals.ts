/** What could be saved in hindsight: the best setting of each workload, the best two that take turns, and the best single one for all workloads. */
import { type Curve, energyShare, type Point, top } from './curve.js';

/** Least energy at which a workload takes at most `slowdown` longer: the best choice in hindsight. */
export function oracle(curve: Curve, slowdown: number): Point {
  let best = top(curve);
  for (const point of curve.points)
    if (point.time <= 1 + slowdown && energyShare(curve, point) < energyShare(curve, best)) best = point;
  return best;
}

/** What the best two settings of a workload save in turns, if together they take at most `slowdown` longer: the lower hull of time and energy. */
export function hullSaving(curve: Curve, slowdown: number): number {
  const all = curve.points.map(p => ({ time: p.time, energy: energyShare(curve, p) }));
  let least = energyShare(curve, oracle(curve, slowdown));
  for (const fast of all.filter(p => p.time <= 1 + slowdown))
    for (const slow of all.filter(p => p.time > 1 + slowdown)) {
      const part = (1 + slowdown - fast.time) / (slow.time - fast.time);
      least = Math.min(least, fast.energy + part * (slow.energy - fast.energy));
    }
  return 1 - least;
}

export const saving = (curve: Curve, point: Point): number => 1 - energyShare(curve, point);

/** The effect of a setting on a workload: the lowest of its own settings at or above it, or the highest if it is above all. */
export const at = (curve: Curve, setting: number): Point => curve.points.find(p => p.setting >= setting) ?? top(curve);

export interface StaticChoice {
  /** The setting; Infinity is no limit. */
  readonly setting: number;
  readonly saving: number;
  /** Share of the workloads that take longer than allowed. */
  readonly beyond: number;
}

/** Share of the workloads for which the promise may fail. */
const tolerated = 0.05;

/** The single setting that saves most over a set of workloads of one GPU, chosen in hindsight, under the same rule as ours: 95 % of them within `slowdown`, none beyond by more than 1 %. */
export function bestStatic(curves: readonly Curve[], slowdown: number): StaticChoice {
  const settings = new Set(curves.flatMap(c => c.points.map(p => p.setting)));
  let best: StaticChoice = { setting: Number.POSITIVE_INFINITY, saving: 0, beyond: 0 };
  for (const setting of settings) {
    const choice = { setting, saving: meanSaving(curves, setting), beyond: beyond(curves, setting, slowdown) };
    const worst = Math.max(...curves.map(c => at(c, setting).time - 1));
    if (choice.beyond <= tolerated && worst <= slowdown + 0.01 && choice.saving > best.saving) best = choice;
  }
  return best;
}

const meanSaving = (curves: readonly Curve[], setting: number): number =>
  curves.reduce((sum, c) => sum + saving(c, at(c, setting)), 0) / curves.length;

const beyond = (curves: readonly Curve[], setting: number, slowdown: number): number =>
  curves.filter(c => at(c, setting).time > 1 + slowdown).length / curves.length;
