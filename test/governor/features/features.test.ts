import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type DomainFeatures, FeatureTracker } from '../../../src/governor/features/features.js';
import type { Description } from '../../../src/model/description.js';
import { factsOf } from '../../../src/model/names.js';
import { Reader } from '../../../src/model/sensing/reader.js';
import type { CpuWork, LiveReading, PolicyReading } from '../../../src/model/sensing/reading.js';
import type { SignalSpec } from '../../../src/model/signals.js';
import { celsius, kilohertz, nanoseconds, ratio } from '../../../src/model/units.js';
import { policy, situation, topology } from '../situation.js';

const cpu = (busy: number, more: Partial<CpuWork> = {}): CpuWork => ({
  cpu: 0,
  busy: ratio(busy),
  bunching: undefined,
  cycles: undefined,
  instructions: undefined,
  cacheMisses: undefined,
  stall: undefined,
  ...more,
});

/** A tenth of a second in which the CPUs of the only domain did this at `khz`. */
function reading(
  work: readonly CpuWork[],
  khz: number | undefined,
  max = 4_000_000,
  more: Partial<LiveReading> = {},
): LiveReading {
  const { reading } = situation({});
  const policies = reading.policies.map(
    (p): PolicyReading => ({
      ...p,
      work,
      busy: work.length === 0 ? undefined : ratio(Math.max(...work.map(w => w.busy))),
      frequency: khz === undefined ? undefined : kilohertz(khz),
      max: kilohertz(max),
    }),
  );
  return { ...reading, policies, ...more };
}

function follow(tracker: FeatureTracker, count: number, r: LiveReading): DomainFeatures {
  let last: DomainFeatures | undefined;
  for (let i = 0; i < count; i++) last = tracker.follow(r, topology())[0];
  if (last === undefined) throw new Error('a domain has features');
  return last;
}

describe('features', () => {
  it('take a clock below a cap that was asked for, and is not yet read back, for no reach', () => {
    const reachedBy = (asked: number | undefined): number | undefined => {
      const tracker = new FeatureTracker();
      let top: number | undefined;
      for (let i = 0; i < 12; i++) top = tracker.follow(reading([cpu(1)], 3_000_000), topology(), () => asked)[0]?.top;
      return top;
    };
    expect(reachedBy(3_000_000)).toBe(4_000_000);
    expect(reachedBy(undefined)).toBe(3_000_000);
    expect(reachedBy(4_000_000)).toBe(3_000_000);
  });

  it('know nothing of an unknown machine and promise nothing by it', () => {
    expect(follow(new FeatureTracker(), 1, reading([], undefined))).toMatchObject({
      top: 4_000_000,
      demand: undefined,
      utilisation: 0,
      computeShare: 1,
      regular: false,
      batch: false,
    });
  });

  it('make demand invariant of the clock', () => {
    expect(follow(new FeatureTracker(), 1, reading([cpu(0.8)], 2_000_000)).demand).toBeCloseTo(0.4, 9);
  });

  it('tell the utilisation at top from a load that waits: half of 0.8 busy does not shrink with the clock', () => {
    const f = follow(new FeatureTracker(), 1000, reading([cpu(0.8, { stall: ratio(0.5) })], 2_000_000));
    // s = ½ at x = ½ is β = ⅓, so a run at top takes 1/(⅓·2 + ⅔) = ¾ of the time.
    expect(f.computeShare).toBeCloseTo(1 / 3, 6);
    expect(f.utilisation).toBeCloseTo(0.6, 2);
  });

  it('call it batch after some seven seconds of saturation, whatever its short gaps', () => {
    const tracker = new FeatureTracker();
    expect(follow(tracker, 65, reading([cpu(1)], 4_000_000)).batch).toBe(false);
    expect(follow(tracker, 10, reading([cpu(1)], 4_000_000)).batch).toBe(true);
    expect(follow(tracker, 2, reading([cpu(0.8)], 4_000_000)).batch).toBe(true);
    expect(follow(tracker, 10, reading([cpu(0.8)], 4_000_000)).batch).toBe(false);
  });

  it('tell a rush of requests from batch work by how long requests have kept it busy until then', () => {
    const tracker = new FeatureTracker();
    for (let i = 0; i < 10; i++) {
      follow(tracker, 4, reading([cpu(1)], 4_000_000));
      follow(tracker, 10, reading([cpu(0)], 4_000_000));
    }
    expect(follow(tracker, 19, reading([cpu(1)], 4_000_000)).rush).toBe(1);
    const rush = follow(tracker, 101, reading([cpu(1)], 4_000_000));
    expect(rush.rush).toBeCloseTo(6, 6);
    expect(rush.batch).toBe(false);
    expect(follow(tracker, 130, reading([cpu(1)], 4_000_000)).batch).toBe(true);
  });

  it('tell of no work in a tick that says nothing of it', () => {
    const tracker = new FeatureTracker();
    expect(follow(tracker, 10, reading([cpu(1)], 4_000_000)).worked).toBeCloseTo(0.1, 9);
    expect(follow(tracker, 1, reading([cpu(1)], undefined)).worked).toBe(0);
    expect(follow(tracker, 1, reading([], 4_000_000)).worked).toBe(0);
  });

  it('tell what the cap cost: 2 GHz of 4 doubles what computes, and a clock below the cap is not its doing', () => {
    const capped = reading([cpu(1, { stall: ratio(0) })], 2_000_000, 2_000_000);
    expect(follow(new FeatureTracker(), 100, capped).slowdown).toBeCloseTo(1, 6);
    expect(follow(new FeatureTracker(), 1, capped).worked).toBeCloseTo(0.05, 6);
    expect(follow(new FeatureTracker(), 1, reading([cpu(1)], 2_000_000)).slowdown).toBe(0);
  });

  it('let the least regular working CPU decide', () => {
    const two = [cpu(0.4, { bunching: -0.9 }), cpu(0.4, { cpu: 1, bunching: 0.1 })];
    expect(follow(new FeatureTracker(), 20, reading(two, 4_000_000))).toMatchObject({ bunching: 0.1, regular: false });
    expect(follow(new FeatureTracker(), 20, reading(two.slice(0, 1), 4_000_000)).regular).toBe(true);
  });

  it('know that a trip is near, and far only with some distance', () => {
    const tracker = new FeatureTracker();
    const hot = topology([{ type: 'passive', celsius: 90, hysteresis: 2 }]);
    const at = (t: number) => {
      const zones = [{ signal: 'zone.cpu.temp', scope: 'zone.cpu', type: 'cpu', temperature: celsius(t) }];
      return tracker.follow(reading([cpu(1)], 4_000_000, 4_000_000, { zones }), hot)[0]?.nearTrip;
    };
    expect([84, 86, 84, 82].map(at)).toEqual([false, true, true, false]);
  });

  it('stay in range whatever the sensors say', () => {
    const names = ['busy', 'cycles', 'instructions', 'cache_misses', 'aperf', 'pperf', 'bunching.5ms'].map(
      n => `cpu0.${n}`,
    );
    const signals = [...names, 'policy0.cur_freq', 'policy0.max_freq'].map(
      (name): SignalSpec => ({ name, unit: '', kind: 'counter', ...factsOf(name) }),
    );
    const odd = fc.oneof(fc.double(), fc.double({ min: 0, max: 1e10 }), fc.constantFrom(Number.NaN, -1, 0, 1e300));
    const samples = fc.array(fc.array(odd, { minLength: signals.length + 1, maxLength: signals.length + 1 }), {
      maxLength: 40,
    });
    // A compute share that is almost nothing at the top clock: the time at top, and so the utilisation, once came out as 1 + 2⁻⁵².
    const roundsAboveOne = [
      [0, 0, 0, 0, Number.NaN, -1.2578758400761156e226, -6.982613598861075e209, Number.NaN, 0, Number.NaN],
      [1.9616300273497965e-299, 1e300, 7.846520109399187e-299, Number.NaN, Number.NaN, 0, 0, 0, Number.NaN, 0],
    ];
    // A saturated CPU whose limit can't be read: its reach once came out as 0 · ∞.
    const limitUnknown = [
      [0, 0, 0, 0, 0, 0, Number.NaN, Number.NaN, 0, Number.NaN],
      [2.470328234e-315, 2.470328234e-315, 5e-324, Number.NaN, Number.NaN, 0, 0, 0, Number.NaN, Number.NaN],
      [500000000, 1e300, 0, 0, Number.NaN, Number.NaN, 0, 0, 1e300, Number.NaN],
    ];
    const description: Description = {
      bootId: 'b',
      epoch: 1,
      simulated: false,
      kind: 'linux',
      readOnly: false,
      signals,
      controls: [],
      missing: [],
      topology: topology([], [{ ...policy, cpus: [0], online: [0] }]),
      baseline: {},
    };
    fc.assert(
      fc.property(samples, all => {
        const tracker = new FeatureTracker();
        const reader = new Reader(description);
        for (const [at = 0, ...values] of all) {
          const read = reader.read({ at: nanoseconds(at), epoch: 1, values: Float64Array.from(values) });
          const [f] = tracker.follow(read, description.topology);
          expect(f?.top).toBeGreaterThanOrEqual(policy.hw_min);
          expect(f?.top).toBeLessThanOrEqual(policy.hw_max);
          for (const share of [f?.computeShare, f?.utilisation, f?.demand ?? 0, f?.stall ?? 0]) {
            expect(share).toBeGreaterThanOrEqual(0);
            expect(share).toBeLessThanOrEqual(1);
          }
        }
      }),
      { numRuns: 500, examples: [[roundsAboveOne], [limitUnknown]] },
    );
  });
});
