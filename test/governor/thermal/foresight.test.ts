import { describe, expect, it } from 'vitest';
import { ThermalRule } from '../../../src/governor/thermal/thermal-rule.js';
import { platforms } from '../../../src/machine/simulated/physics/model-json.js';
import { Thermal } from '../../../src/machine/simulated/physics/thermal.js';
import { policy, situation, topology } from '../situation.js';

const trip = 95;
const hot = topology([{ type: 'passive', celsius: trip, hysteresis: 2 }]);
const idle = 1;
const tick = 0.1;

/** A busy machine in a hot room that obeys the rule. */
class Plant {
  readonly rule = new ThermalRule();
  readonly machine = new Thermal({ ...platforms.laptop, Tamb: 45 }, 3);
  cap = policy.hw_max;
  code: string | undefined;
  /** Changes of the cap. */
  changes = 0;

  /** Runs for `seconds` with `busy` of one CPU; `offset` °C come from elsewhere, power is read as `meter` times what it is, or not at all. */
  run(seconds: number, busy: number, { offset = 0, metered = true, meter = 1 } = {}): number {
    let peak = 0;
    for (let i = 0; i < seconds / tick; i++) {
      const watts = idle + busy * (3 + 15 * (this.cap / policy.hw_max) ** 3);
      this.machine.advance(watts, tick * 1000);
      const temperature = this.machine.junction + offset;
      peak = Math.max(peak, temperature);
      const seen = { temperature, busy, khz: this.cap, topology: hot, interval: tick };
      const [proposal] = this.rule.propose(situation(metered ? { ...seen, watts: watts * meter } : seen));
      const cap = proposal?.kind === 'interval' ? proposal.interval.max : policy.hw_max;
      if (cap !== this.cap) this.changes++;
      this.cap = cap;
      this.code = proposal?.reason.code;
    }
    return peak;
  }

  /** Load that comes and goes, from which the models are learned. */
  learn(): void {
    for (let i = 0; i < 20; i++) this.run(4, i % 2 === 0 ? 0.9 : 0.1);
  }
}

describe('thermal rule with a heat model', () => {
  it('holds a busy machine below its trip by what power leads to, with few changes', () => {
    const plant = new Plant();
    plant.learn();
    plant.run(120, 1);
    expect(plant.code).toBe('foreseen');
    plant.changes = 0;
    const peak = plant.run(120, 1);
    expect(peak).toBeLessThan(trip - 1);
    expect(peak).toBeGreaterThan(trip - 5);
    expect(plant.changes).toBeLessThan(20);
  });

  it('goes by the temperature alone where power is not metered', () => {
    const plant = new Plant();
    for (let i = 0; i < 20; i++) plant.run(4, i % 2 === 0 ? 0.9 : 0.1, { metered: false });
    expect(plant.run(240, 1, { metered: false })).toBeLessThan(trip);
    expect(plant.code).toBe('near-trip');
  });

  it('believes the sensor when heat comes from elsewhere', () => {
    const plant = new Plant();
    plant.learn();
    plant.run(120, 1);
    const peak = plant.run(60, 1, { offset: 8 });
    expect(plant.cap).toBeLessThan(policy.hw_max);
    expect(plant.code).toBe('near-trip');
    plant.run(120, 1, { offset: 8 });
    expect(plant.run(30, 1, { offset: 8 })).toBeLessThan(trip);
    expect(peak).toBeGreaterThan(trip);
  });

  it('is not fooled by a meter that says too little', () => {
    const plant = new Plant();
    plant.learn();
    plant.run(180, 1, { meter: 0.1 });
    expect(plant.run(60, 1, { meter: 0.1 })).toBeLessThan(trip);
  });

  it('caps nothing that stays cool', () => {
    const plant = new Plant();
    plant.learn();
    plant.run(300, 0.2);
    expect(plant.code).toBeUndefined();
    expect(plant.cap).toBe(policy.hw_max);
  });

  it('lets go after a sleep in which the machine has cooled', () => {
    const plant = new Plant();
    plant.learn();
    plant.run(120, 1);
    expect(plant.cap).toBeLessThan(policy.hw_max);
    const asleep = { temperature: 46, busy: 0.1, khz: plant.cap, topology: hot, interval: tick, suspended: 7200 };
    plant.rule.propose(situation({ ...asleep, watts: 1 }));
    plant.machine.advance(0, 7.2e6);
    plant.run(20, 0.1);
    expect(plant.cap).toBe(policy.hw_max);
  });
});
