import { LAPTOP as L, volts } from './laptop.js';

/** What one core did in a step. `share` is the part of the step spent working, `stall` the part of that waiting for memory. */
export interface CoreStep {
  khz: number;
  share: number;
  stall: number;
  /** Times it woke in the step. */
  wakes: number;
}

const leakage = (v: number, celsius: number): number =>
  L.leakage * v * v * Math.exp(L.leakagePerKelvin * (celsius - L.leakageReference));

/** Share of work time that waits for memory, for work whose share m at full clock no clock can shorten. */
export function stallShare(m: number, khz: number): number {
  return m === 0 ? 0 : m / (m + ((1 - m) * L.maxKhz) / khz);
}

function running({ khz, stall }: CoreStep, celsius: number): number {
  const v = volts(khz);
  const activity = L.activityCompute * (1 - stall) + L.activityStalled * stall;
  return L.ceff * v * v * (khz / 1e6) * activity + leakage(v, celsius);
}

/** What a core at work adds to its deep sleep, and its waiting to memory, W. */
export const addedWatts = (step: CoreStep, celsius: number): number =>
  running(step, celsius) - L.coreAsleep + L.memory * step.stall;

/** Energy of one core over a step, J: its work, its shallow sleep after each wake, its deep sleep for the rest. */
export function coreEnergy(step: CoreStep, celsius: number, dt: number): number {
  const leak = leakage(volts(step.khz), celsius);
  const working = step.share * dt;
  const asleep = dt - working;
  const shallow = Math.min(asleep, step.wakes * L.shallowIdle);
  return (
    running(step, celsius) * working +
    leak * L.shallowIdleShare * shallow +
    L.coreAsleep * (asleep - shallow) +
    L.energyPerWake * step.wakes
  );
}

/** Energy of what the cores share, J: it sleeps only when all of them have slept for a while. */
export function uncoreEnergy(steps: readonly CoreStep[], dt: number): number {
  const busiest = Math.max(...steps.map(step => step.share));
  const wakes = steps.reduce((sum, step) => sum + step.wakes, 0);
  const active = Math.min(dt, busiest * dt + wakes * L.packageIdleAfter);
  const waiting = steps.reduce((sum, step) => sum + step.share * step.stall, 0) * dt;
  return L.uncoreActive * active + L.uncoreIdle * (dt - active) + L.memory * waiting;
}
