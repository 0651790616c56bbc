import type { Curve } from '../../../bench/gpu/curve.js';

/** A curve from [setting, time, power], lowest setting first. */
export const curveOf = (
  workload: string,
  points: readonly (readonly [number, number, number])[],
  knob: Curve['knob'] = 'cap',
): Curve => ({
  gpu: 'made',
  workload,
  knob,
  inert: false,
  points: points.map(([setting, time, power]) => ({
    setting,
    time,
    power,
    busy: undefined,
    memoryBusy: undefined,
    clock: undefined,
  })),
});

/** Clocks from 600 to 1500 MHz; `share` of the work follows the clock, power falls with its 2.4th power to `floor`. */
export function clockCurve(workload: string, share: number, floor: number, watts = 300): Curve {
  const points = Array.from({ length: 31 }, (_, i) => {
    const f = 600 + 30 * i;
    const x = f / 1500;
    return [f, share / x + 1 - share, watts * (floor + (1 - floor) * x ** 2.4)] as const;
  });
  return curveOf(workload, points, 'clock');
}
