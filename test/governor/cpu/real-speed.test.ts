import { describe, expect, it } from 'vitest';
import { StrictCapRule } from '../../../src/governor/cpu/strict-cap-rule.js';
import { FeatureTracker } from '../../../src/governor/features/features.js';
import type { ProfileName } from '../../../src/model/people/profiles.js';
import type { Policy } from '../../../src/model/topology.js';
import { kilohertz } from '../../../src/model/units.js';
import { policy, situation, topology } from '../situation.js';

/** What a maximum lets the domain run at, kHz. */
type Speed = (max: number) => number;

const frequencies = [2_501_000, 2_500_000, 2_300_000, 2_000_000, 1_600_000, 1_200_000, 800_000, 400_000];
const acpi: Policy = { ...policy, hw_min: 400_000, hw_max: 2_501_000, frequencies };
/** The top entry is 1.75 times as fast as it says. */
const turbo: Speed = max => (max >= 2_501_000 ? 4_391_000 : max);

interface Work {
  readonly seconds?: number;
  readonly boost?: number;
  readonly profile?: ProfileName;
}

/** A governed domain. */
function machineOf(domain: Policy) {
  const rule = new StrictCapRule(() => domain.hw_min, true);
  const tracker = new FeatureTracker();
  const machine = topology([], [domain]);
  let cap = domain.hw_max;

  /** Runs work that would keep the domain busy for the share `load` at its true best; returns how much longer that took, and each cap that was set. */
  const run = (speed: Speed, load: number, { seconds = 400, boost = 1, profile = 'balanced' }: Work = {}) => {
    const best = speed(domain.hw_max);
    const caps = new Set<number>();
    let [atBest, took] = [0, 0];
    for (let t = 0; t < seconds; t += 0.1) {
      const khz = speed(cap);
      const busy = Math.min(1, (load * best) / khz);
      const base = situation({ busy, khz, interval: 0.1, topology: machine, state: { boost }, profile });
      const [seen] = base.reading.policies;
      if (seen === undefined) throw new Error('no policy');
      const reading = { ...base.reading, policies: [{ ...seen, max: kilohertz(cap) }] };
      const features = tracker.follow(reading, machine, () => cap);
      const [proposal] = rule.propose({ ...base, reading, features });
      atBest += busy * khz;
      took += busy * best;
      if (proposal?.kind === 'interval') cap = Math.min(domain.hw_max, proposal.interval.max);
      caps.add(cap);
    }
    return { slowdown: took / atBest - 1, caps };
  };
  return { run };
}

const run = (domain: Policy, ...work: Parameters<ReturnType<typeof machineOf>['run']>) =>
  machineOf(domain).run(...work);

describe('a machine whose clock is not what its table says', () => {
  it.each([1, 0.9, 0.5, 0.2])('keeps the entry that stands for turbo 1.75 times as fast, at %d load', load => {
    const { slowdown, caps } = run(acpi, turbo, load);
    expect(caps).toEqual(new Set([2_501_000]));
    expect(slowdown).toBeLessThan(0.05);
  });

  it('caps below it where boost is off and it is but a name', () => {
    const { slowdown, caps } = run(acpi, max => Math.min(max, 2_500_000), 1, { boost: 0 });
    expect(Math.min(...caps)).toBeLessThan(2_500_000);
    expect(slowdown).toBeLessThan(0.05);
  });

  it('caps below it where firmware has turned boost off without a word, once that is measured', () => {
    const { slowdown, caps } = run(acpi, max => Math.min(max, 2_500_000), 1);
    expect(Math.min(...caps)).toBeLessThan(2_500_000);
    expect(slowdown).toBeLessThan(0.05);
  });

  it.each([1, 0.5])('holds it where the driver names 2.4 and 3.4 GHz are run, at %d load', load => {
    const named: Policy = { ...policy, hw_min: 400_000, hw_max: 2_400_000 };
    const { slowdown } = run(named, max => (max >= 2_400_000 ? 3_400_000 : max), load, { seconds: 2000 });
    expect(slowdown).toBeLessThan(0.05);
  });

  it('caps again once firmware has switched boost off under its feet, and not a moment longer than it takes to see it back', () => {
    const named: Policy = { ...policy, hw_min: 400_000, hw_max: 2_400_000 };
    const boosted: Speed = max => (max >= 2_400_000 ? 3_400_000 : max);
    const plain: Speed = max => max;
    const machine = machineOf(named);
    machine.run(boosted, 1, { seconds: 60, profile: 'performance' });
    machine.run(plain, 1, { seconds: 320, profile: 'performance' });
    // What full load has just shown holds for 2 minutes.
    machine.run(plain, 0.3, { seconds: 130 });
    const off = machine.run(plain, 0.3, { seconds: 300 });
    expect(Math.max(...off.caps)).toBeGreaterThan(2_399_000);
    expect(Math.min(...off.caps)).toBeLessThan(2_395_000);
    expect(off.slowdown).toBeLessThan(0.05);
    machine.run(boosted, 0.2, { seconds: 130 });
    const back = machine.run(boosted, 0.2, { seconds: 300 });
    expect(back.caps).toEqual(new Set([2_400_000]));
    expect(back.slowdown).toBeLessThan(0.05);
  });

  it('and of two ARM clusters each by what it is measured at', () => {
    const little: Policy = { ...policy, hw_min: 300_000, hw_max: 1_800_000 };
    const big: Policy = { ...policy, hw_min: 300_000, hw_max: 3_000_000 };
    expect(run(little, max => Math.min(max, 1_500_000), 1).slowdown).toBeLessThan(0.05);
    expect(run(big, max => max, 1).slowdown).toBeLessThan(0.05);
  });
});
