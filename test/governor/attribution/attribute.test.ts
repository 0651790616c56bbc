import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { attribute, type Drawn } from '../../../src/governor/attribution/attribute.js';
import { madeUse } from '../../fixtures/made-task.js';

const drawn: Drawn = {
  seconds: 10,
  packageJoules: 100,
  idleWatts: 4,
  memoryJoules: undefined,
  memoryIdleWatts: undefined,
  busySeconds: undefined,
  power: khz => khz / 1e6,
};

describe('attribute', () => {
  it('shares what is not idle by CPU time times power at the clock', () => {
    const uses = [madeUse({ run: 3, work: 3 * 1000 }), madeUse({ run: 1, work: 3000 })];
    const { joules, idleJoules } = attribute(uses, drawn);
    expect(joules).toEqual([30, 30]);
    expect(idleJoules).toBeCloseTo(40);
  });

  it('takes the clock of all others for a task of unknown clock, and CPU time alone where none is known', () => {
    const [known, unknown] = [madeUse({ run: 1, work: 2000 }), madeUse({ run: 2 })];
    expect(attribute([known, unknown], drawn).joules).toEqual([20, 40]);
    expect(attribute([unknown, unknown], drawn).joules).toEqual([30, 30]);
  });

  it('leaves the energy of CPU time that no task had to nobody', () => {
    const { joules, idleJoules } = attribute([madeUse({ run: 3, work: 3000 })], { ...drawn, busySeconds: 4 });
    expect(joules?.[0]).toBeCloseTo(45);
    expect(idleJoules).toBeCloseTo(55);
    expect(attribute([], { ...drawn, busySeconds: 4 })).toMatchObject({ joules: [], idleJoules: 100 });
  });

  it('takes no more for idle than there is, and nothing while idle power is unknown', () => {
    const uses = [madeUse({ run: 1, work: 1000 })];
    expect(attribute(uses, { ...drawn, idleWatts: 40 })).toMatchObject({ joules: [0], idleJoules: 100 });
    expect(attribute(uses, { ...drawn, idleWatts: undefined })).toMatchObject({ joules: [100], idleJoules: 0 });
  });

  it('shares memory by misses, and nothing that is not measured', () => {
    const uses = [madeUse({ run: 1, misses: 30 }), madeUse({ run: 3, misses: 10 })];
    const measured = attribute(uses, { ...drawn, memoryJoules: 18, memoryIdleWatts: 1 });
    expect(measured).toMatchObject({ memoryJoules: [6, 2], memoryIdleJoules: 10 });
    expect(attribute(uses, { ...drawn, packageJoules: undefined })).toEqual({
      joules: undefined,
      idleJoules: undefined,
      memoryJoules: undefined,
      memoryIdleJoules: undefined,
    });
  });

  it('sums to what was measured', () => {
    const amount = fc.double({ min: 0, max: 1e6, noNaN: true });
    // Times are whole ns, clocks above 1 MHz.
    const counted = amount.map(x => Math.round(x * 1e3) / 1e9);
    const use = fc.record({ run: counted, work: counted, misses: amount }).map(madeUse);
    const some = fc.record({
      packageJoules: amount,
      idleWatts: fc.option(amount, { nil: undefined }),
      busySeconds: amount,
    });
    fc.assert(
      fc.property(fc.array(use), some, (uses, said) => {
        const { joules = [], idleJoules = Number.NaN } = attribute(uses, { ...drawn, ...said });
        const sum = joules.reduce((a, b) => a + b, idleJoules);
        expect(sum).toBeGreaterThanOrEqual(said.packageJoules * (1 - 1e-9));
        expect(sum).toBeLessThanOrEqual(said.packageJoules * (1 + 1e-9) + 1e-9);
        for (const each of joules) expect(each).toBeGreaterThanOrEqual(0);
      }),
    );
  });
});
