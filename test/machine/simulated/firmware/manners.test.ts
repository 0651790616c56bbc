import { describe, expect, it } from 'vitest';
import { Hwp } from '../../../../src/machine/simulated/firmware/hwp.js';
import { climbing, type Manners } from '../../../../src/machine/simulated/firmware/manners.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import type { JobStream } from '../../../../src/machine/simulated/work/job.js';
import { endless, laptop, listed } from '../core/fixture.js';

const lowest = 0.8 / 4.6;
const balanced = 128;

/** An engine that starts to work at 100 ms, under firmware of those manners. */
function woken(manners: Manners, stream: JobStream = listed('work', [[100, 1e9, 0]])): Engine {
  const engine = new Engine({ platform: laptop, governor: new Hwp(balanced, manners), streams: [stream] });
  engine.advanceTo(100);
  return engine;
}

/** The clock at the end of each of the next `ms`, as a share of f_max. */
function clocks(engine: Engine, ms: number): number[] {
  return Array.from({ length: ms }, () => {
    engine.advanceTo(engine.now + 1);
    return engine.pstate.frequency / engine.pstate.top;
  });
}

describe('manners of firmware', () => {
  it.each([2, 5, 9, 17])('from the idle clock to the top in %i ms, steadily', ramp => {
    const seen = clocks(woken(climbing(ramp, lowest)), 30);
    const arrived = seen.indexOf(1) + 1;
    expect(arrived).toBeGreaterThanOrEqual(ramp);
    expect(arrived).toBeLessThanOrEqual(ramp + 1);
    const steps = seen.slice(0, arrived - 1).map((clock, i) => clock - (i === 0 ? lowest : (seen[i - 1] ?? 0)));
    for (const step of steps.slice(1)) expect(step).toBeLessThan((1 - lowest) / ramp + 0.1 / 4.6 + 1e-9);
  });

  it('jumps to the middle stop, stays there, and climbs on', () => {
    const seen = clocks(woken({ ...climbing(5, lowest), stop: { share: 2.3 / 4.6, ms: 4 } }), 12);
    expect(seen.filter(clock => clock === 0.5).length).toBeGreaterThanOrEqual(4);
    expect(seen.indexOf(1)).toBeGreaterThan(4);
    expect(seen.every((clock, i) => i === 0 || clock >= (seen[i - 1] ?? 0))).toBe(true);
  });

  it('goes on from a floor that was raised', () => {
    const quickToWant = { ...climbing(17, lowest), windowMs: 0.5 };
    const engine = woken(quickToWant);
    engine.pstate.limit(28, 38);
    const seen = clocks(engine, 6);
    expect(seen[0]).toBeGreaterThanOrEqual(3.6 / 4.6);
    expect(seen.indexOf(1)).toBeGreaterThan(2);
    expect(clocks(woken(quickToWant), 6).at(-1)).toBeLessThan(0.6);
  });

  it('sags under a thread that sleeps briefly after each ms of work: about 2.4 of 3.5 GHz for most of the time', () => {
    const pieces: JobStream = {
      name: 'pieces',
      kind: 'closed',
      scored: true,
      next: after => ({ arrival: after + 0.02, pieces: [{ work: 1, memory: 0.25 }] }),
    };
    const share = (sagMs: number): number[] => clocks(woken(climbing(9, lowest, sagMs), pieces), 2000).slice(200);
    const sagging = share(climbing(9, lowest).sagMs);
    expect(sagging.filter(clock => clock < 0.72).length / sagging.length).toBeGreaterThan(0.5);
    expect(sagging.reduce((a, b) => a + b) / sagging.length).toBeCloseTo(2.4 / 3.5, 1);
    expect(share(0).every(clock => clock === 1)).toBe(true);
  });

  it('does not sag under work without sleeps', () => {
    const engine = new Engine({
      platform: laptop,
      governor: new Hwp(balanced, climbing(9, lowest)),
      streams: [endless(0)],
    });
    engine.advanceTo(200);
    expect(engine.pstate.frequency).toBe(engine.pstate.top);
  });
});
