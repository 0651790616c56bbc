import { describe, expect, it } from 'vitest';
import { HeatModel } from '../../../src/governor/thermal/heat-model.js';
import { PowerModes } from '../../../src/governor/thermal/heat-model-modes.js';
import { platforms } from '../../../src/machine/simulated/physics/model-json.js';
import { Thermal } from '../../../src/machine/simulated/physics/thermal.js';
import { Random } from '../../../src/machine/simulated/work/random.js';

const tick = 0.1;
const { laptop } = platforms;

/** A model beside the two-node machine that it is to learn, with a sensor that is off by a quarter of a degree. */
class Bench {
  readonly modes = new PowerModes();
  readonly model = new HeatModel(this.modes);
  readonly machine = new Thermal(laptop, 3);
  private readonly random = new Random(7, 'heat');

  /** Runs at `watts` for `seconds`; `offset` is heat from elsewhere, °C. */
  run(watts: number, seconds: number, offset = 0): void {
    for (let i = 0; i < seconds / tick; i++) {
      this.machine.advance(watts, tick * 1000);
      this.modes.push(watts, tick);
      this.model.push(this.machine.junction + offset + this.random.normal(0, 0.25), tick, true);
    }
  }

  /** Load that comes and goes. */
  vary(seconds: number): void {
    for (let left = seconds; left > 0; left -= 5) this.run(2 + 16 * this.random.uniform(), 5);
  }
}

describe('heat model', () => {
  it('finds the resistance of a two-node machine', () => {
    const bench = new Bench();
    bench.vary(300);
    expect(bench.model.trusted).toBe(true);
    const { rFast, rSlow } = bench.model.fit;
    const truth = laptop.Ra + laptop.Rb;
    expect(rFast + rSlow).toBeGreaterThan(0.8 * truth);
    expect(rFast + rSlow).toBeLessThan(1.2 * truth);
  });

  it('says 5 s ahead what comes, to 1 °C in the root mean square', () => {
    const bench = new Bench();
    bench.vary(120);
    let square = 0;
    for (let i = 0; i < 40; i++) {
      const watts = i % 2 === 0 ? 17 : 4;
      const said = bench.model.predict(watts, 5);
      bench.run(watts, 5);
      square += (said - bench.machine.junction) ** 2 / 40;
    }
    expect(Math.sqrt(square)).toBeLessThan(1);
    expect(bench.model.error).toBeLessThan(1.5);
  });

  it('knows the power that leads to a temperature', () => {
    const bench = new Bench();
    bench.vary(120);
    const watts = bench.model.powerFor(70, 5);
    expect(bench.model.predict(watts, 5)).toBeCloseTo(70, 6);
    bench.run(watts, 5);
    expect(Math.abs(bench.machine.junction - 70)).toBeLessThan(2);
  });

  it('is not trusted while power has told it nothing', () => {
    const bench = new Bench();
    bench.run(10, 300);
    expect(bench.model.trusted).toBe(false);
  });

  it('is not trusted where the temperature is not the work of this power', () => {
    const bench = new Bench();
    for (let i = 0; i < 60; i++) bench.run(i % 2 === 0 ? 17 : 4, 5, 20 * Math.sin(i * 1.7));
    expect(bench.model.trusted).toBe(false);
  });

  it('begins at the sensor again after a sleep', () => {
    const bench = new Bench();
    bench.vary(120);
    bench.modes.sleep(3600);
    bench.model.push(25, tick, false);
    expect(bench.model.now).toBeCloseTo(25, 6);
    expect(bench.model.predict(0, 60)).toBeLessThan(26);
    expect(bench.model.predict(15, 3600)).toBeGreaterThan(60);
  });
});
