import { describe, expect, it } from 'vitest';
import type { IntervalProposal } from '../../../src/governor/arbitration/proposal.js';
import { explain, inShort } from '../../../src/governor/explain/explain.js';
import { GpuRule } from '../../../src/governor/gpu/gpu-rule.js';
import { type Gpu, type GpuReading, throttleReason } from '../../../src/model/gpu.js';
import type { GpuProgress } from '../../../src/model/gpu-progress.js';
import { kilohertz, ratio, watts } from '../../../src/model/units.js';
import { situation, topology } from '../situation.js';

const top = 1_500_000;
const gpu: Gpu = {
  id: 0,
  uuid: 'GPU-a',
  name: 'Tesla V100',
  clocks: Array.from({ length: 31 }, (_, i) => 600_000 + 30_000 * i),
  power_limit: null,
};

/** Work of which `share` follows the clock, on a GPU that does at once what it is told. */
class World {
  readonly rule = new GpuRule();
  clock = top;
  share = 0.1;
  busy = 1;
  throttle = 0;
  /** What the helper says holds; the wish where undefined. */
  stuckAt: number | undefined;
  proposal: IntervalProposal | undefined;

  /** Ten samples of a second; returns the proposal after it. */
  second(
    profile: 'balanced' | 'performance' = 'balanced',
    choices: Record<string, string[]> = { 'gpu0.max_clock': [] },
  ) {
    for (let i = 0; i < 10; i++) {
      const x = this.clock / top;
      const rate = this.busy / (this.share / x + 1 - this.share);
      const seen: GpuReading = {
        id: 0,
        uuid: gpu.uuid,
        name: gpu.name,
        busy: ratio(this.busy),
        memoryBusy: undefined,
        power: watts(this.busy === 0 ? 40 : 90 + 210 * x ** 2.4),
        clock: kilohertz(this.clock),
        memoryClock: undefined,
        temperature: undefined,
        throttle: this.throttle,
        powerLimit: undefined,
        pstate: undefined,
      };
      const spoke = i === 9 && this.busy > 0;
      const progress: GpuProgress[] = spoke ? [{ gpu: 'GPU-a', name: 'train/1', units: 10 * rate, seconds: 1 }] : [];
      const made = situation({
        interval: 0.1,
        profile,
        choices,
        topology: { ...topology(), gpus: [gpu] },
        state: { 'gpu0.max_clock': this.clock },
      });
      const [proposal] = this.rule.propose({ ...made, reading: { ...made.reading, gpus: [seen] }, progress });
      this.proposal = proposal?.kind === 'interval' ? proposal : undefined;
      this.clock = this.stuckAt ?? this.proposal?.interval.max ?? top;
    }
    return this.proposal;
  }

  run(seconds: number) {
    for (let i = 0; i < seconds; i++) this.second();
    return this.proposal;
  }
}

describe('GpuRule', () => {
  it('begins without a limit, then lowers the clock of memory-bound work as far as the promise goes', () => {
    const world = new World();
    expect(world.run(20)?.interval.max).toBe(top);
    const found = world.run(600);
    expect(found).toMatchObject({ scope: 'gpu0', control: 'clock', priority: 'governor' });
    expect(found?.reason.code).toMatch(/^(holding|turns)$/);
    let done = 0;
    for (let i = 0; i < 800; i++) {
      world.second();
      done += 1 / ((world.share * top) / world.clock + 1 - world.share);
    }
    expect(800 / done - 1).toBeLessThanOrEqual(0.05);
    expect(800 / done - 1).toBeGreaterThan(0.03);
  });

  it('leaves work alone that follows the clock with all it does, and says why', () => {
    const world = new World();
    world.share = 1;
    const found = world.run(600);
    expect(found?.interval.max).toBe(top);
    expect(found?.reason.code).toMatch(/slow|dear/);
  });

  it('backs off within seconds when work turns out to follow the clock', () => {
    const world = new World();
    const low = world.run(600)?.interval.max ?? top;
    world.share = 1;
    expect(low).toBeLessThan(1_100_000);
    expect(world.run(12)?.interval.max).toBe(top);
  });

  it('sets no limit and tries none where the profile allows no slowdown', () => {
    const world = new World();
    for (let i = 0; i < 100; i++) world.second('performance');
    expect(world.proposal?.interval.max).toBe(top);
    expect(world.proposal?.reason.code).toBe('full');
  });

  it('proposes nothing for a GPU whose clock can’t be set', () => {
    expect(new World().second('balanced', {})).toBeUndefined();
  });

  it('learns nothing while another clock holds than it asked for', () => {
    const world = new World();
    world.run(40);
    world.stuckAt = 900_000;
    const before = world.second()?.interval.max;
    for (let i = 0; i < 300; i++) world.second();
    expect(world.proposal?.interval.max).toBe(before);
  });

  it('learns nothing while heat holds the clock down', () => {
    const world = new World();
    world.throttle = throttleReason.hardwareThermal;
    expect(world.run(120)?.reason.code).toBe('reference');
    world.throttle = throttleReason.softwarePowerCap;
    expect(world.run(120)?.reason.code).not.toBe('reference');
  });

  it('parks the clock half a minute after the last kernel and lifts it with the next', () => {
    const world = new World();
    world.run(600);
    world.busy = 0;
    expect(world.run(10)?.reason.code).toBe('idle');
    expect(world.run(30)?.interval.max).toBe(600_000);
    expect(world.proposal?.reason.code).toBe('parked');
    world.busy = 1;
    expect(world.run(1)?.interval.max).toBe(top);
  });

  it('knows work again that it searched for before', () => {
    const world = new World();
    world.run(600);
    world.busy = 0;
    world.run(60);
    world.busy = 1;
    expect(world.run(10)?.reason.code).toBe('reference');
    // A new search would look for 20 s.
    expect(world.run(8)?.reason.code).toMatch(/turns|trying/);
  });

  it('says it in a sentence, and in a short one', () => {
    const world = new World();
    const { interval, reason } = world.run(600) ?? { interval: { max: 0 }, reason: { rule: '', code: '' } };
    const because = { control: 'max_clock', bound: 'max' as const, facts: {}, ...reason };
    const words = explain('gpu0', { min_clock: 600_000, max_clock: interval.max }, [because]);
    expect(words).toMatch(
      /^gpu0 may run from 0\.60 GHz to \d\.\d\d GHz because it takes turns with \d\.\d\d GHz: over both its work takes [\d.]+ % longer, as the application reports, up to [\d.]+ % in a single minute, saves \d+ % of energy, and may take 5 % longer\.$/,
    );
    expect(inShort(because)).toMatch(/^in turns with \d\.\d\d GHz, work takes [\d.]+ % longer and \d+ % less energy$/);
  });
});
