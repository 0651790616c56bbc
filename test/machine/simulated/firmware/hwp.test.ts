import { describe, expect, it } from 'vitest';
import { Hwp, headroomOf } from '../../../../src/machine/simulated/firmware/hwp.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import { endless, laptop, listed } from '../core/fixture.js';

/** 3 ms of work each 10 ms for two seconds. */
const paced = () =>
  listed(
    'paced',
    Array.from({ length: 200 }, (_, i) => [10 * i, 3, 0] as const),
  );

/** Mean frequency while busy, as a share of f_max. */
function meanClock(epp: number, streams = [paced()]): number {
  const engine = new Engine({ platform: laptop, governor: new Hwp(epp), streams });
  engine.advanceTo(1900);
  return engine.counters.cycles / engine.counters.busy / engine.pstate.top;
}

describe('firmware by its energy performance preference', () => {
  it('gives less headroom the higher the preference, a quarter at balance_performance', () => {
    expect([1, 64, 128, 192, 255].map(headroomOf)).toEqual([
      expect.closeTo(1.994, 3),
      1.625,
      1.25,
      1,
      expect.closeTo(0.8, 10),
    ]);
    expect(meanClock(128)).toBeGreaterThan(meanClock(192));
    expect(meanClock(192)).toBeGreaterThan(meanClock(255));
  });

  it('asks for the maximum whatever the load is at preference 0', () => {
    expect(meanClock(0)).toBe(1);
  });

  it('asks for the busy share, with headroom, of what runs all the time', () => {
    const engine = new Engine({ platform: laptop, governor: new Hwp(255), streams: [endless(0)] });
    engine.advanceTo(1000);
    expect(engine.pstate.frequency).toBe(3_700_000);
  });

  it('rises at once and falls by half in 10 ms', () => {
    const hwp = new Hwp(128);
    hwp.want({ util: 0, busy: 0 }, 0);
    const high = hwp.want({ util: 0, busy: 100 }, 100);
    expect(high).toBeCloseTo(1.25, 3);
    const low = hwp.want({ util: 0, busy: 100 }, 110);
    const load = Math.exp(-1);
    expect(low).toBeCloseTo(1.25 * (load + (1 - load) / 2), 3);
  });
});
