import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Limits, Reflex } from '../../../../src/machine/simulated/firmware/reflex.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import { Settings } from '../../../../src/machine/simulated/settings.js';
import { stretchAges } from '../../../../src/model/stretch-ages.js';
import { endless, laptop, listed } from '../core/fixture.js';

const usual: Limits = { floor: 9, ceiling: 9 };
const start: Limits = { floor: 3, ceiling: 3 };

/** A reflex, and the ceiling in force. */
function made(raiseMs: number) {
  const seen = { ceiling: Number.NaN };
  const reflex = new Reflex(({ ceiling }) => {
    seen.ceiling = ceiling;
  });
  reflex.set(usual, start, raiseMs);
  return { reflex, seen };
}

/** Runs from `now` on, as the engine does: no span goes beyond a whole ms or the raise. */
function run(reflex: Reflex, now: number, ms: number): void {
  const end = now + ms;
  for (let t = now; t < end - 1e-6; ) {
    const whole = Math.floor(t + 1e-6) + 1;
    const span = Math.min(whole - t, end - t, reflex.ahead());
    reflex.ran(span);
    t += span;
    if (whole - t < 1e-6) reflex.tick(whole);
  }
}

/** The age at which a stretch that begins at `begin` gets the usual limits. */
function ageOfRaise(raiseMs: number, begin: number): number {
  const { reflex, seen } = made(raiseMs);
  let age = 0;
  for (; seen.ceiling === start.ceiling && age < 100; age += 0.01) run(reflex, begin + age, 0.01);
  expect(reflex.raises).toBe(1);
  return age;
}

/** From the age to the written limit, ms. */
const reaction = 0.1;

describe('a stretch', () => {
  it('begins within the start limits, and gets the usual ones at its age, whenever in a tick it begins', () => {
    for (const raiseMs of [4, 5, 8, 11, 30])
      for (let begin = 0; begin < 4; begin += 0.5)
        expect(ageOfRaise(raiseMs, begin)).toBeCloseTo(raiseMs + reaction, 1);
  });

  it('that is to be raised at less than a tick’s age is, where the first tick sees it before; else then', () => {
    expect(ageOfRaise(2, 3)).toBeCloseTo(2 + reaction, 1);
    expect(ageOfRaise(2, 1)).toBeCloseTo(3 + reaction, 1);
    expect(ageOfRaise(2, 0)).toBeCloseTo(4 + reaction, 1);
  });

  it('that ends between the tick that saw it coming and its age is spared the raise', () => {
    const { reflex, seen } = made(8);
    for (const [begin, ms] of [
      [0, 7.9],
      [20, 3.9],
    ] as const) {
      run(reflex, begin, ms);
      reflex.rested(0.9);
      expect(reflex.spared).toBe(begin === 0 ? 0 : 1);
      reflex.rested(0.1);
    }
    expect([reflex.raises, reflex.spared, seen.ceiling]).toEqual([0, 1, start.ceiling]);
  });

  it('is seen coming when a break ends, where it was over a tick', () => {
    const { reflex, seen } = made(5);
    run(reflex, 0.5, 3.4);
    reflex.rested(0.2);
    run(reflex, 4.1, 1.5);
    expect(seen.ceiling).toBe(start.ceiling);
    run(reflex, 5.6, 0.3);
    expect(seen.ceiling).toBe(usual.ceiling);
  });

  it('ends after a break of 1 ms, and the start limits are back then', () => {
    const { reflex, seen } = made(8);
    run(reflex, 0, 20);
    reflex.rested(0.6);
    expect(seen.ceiling).toBe(usual.ceiling);
    reflex.rested(0.4);
    expect(seen.ceiling).toBe(start.ceiling);
    run(reflex, 24, 20);
    expect(reflex.raises).toBe(2);
  });

  it('goes on through shorter breaks, however many', () => {
    const { reflex, seen } = made(8);
    for (let t = 0; t < 40; t++) {
      run(reflex, t, 0.5);
      reflex.rested(0.4);
      run(reflex, t + 0.9, 0.1);
    }
    expect([seen.ceiling, reflex.raises]).toEqual([usual.ceiling, 1]);
  });

  it('has the usual limits all the time where the reflex is off, and at once when it is switched off', () => {
    const { reflex, seen } = made(0);
    run(reflex, 0, 40);
    expect([seen.ceiling, reflex.raises, reflex.raisedFor]).toEqual([usual.ceiling, 0, 0]);
    const on = made(30);
    run(on.reflex, 0, 10);
    on.reflex.set(usual, start, 0);
    expect(on.seen.ceiling).toBe(usual.ceiling);
  });

  it('that is old already is not slowed when the reflex comes', () => {
    const { reflex, seen } = made(0);
    run(reflex, 0, 50);
    reflex.set(usual, start, 8);
    expect(seen.ceiling).toBe(usual.ceiling);
  });
});

describe('what is counted', () => {
  it('is the busy time below each age, and the time after the raise', () => {
    const busy = fc.integer({ min: 1, max: 100 });
    fc.assert(
      fc.property(fc.array(busy, { minLength: 1, maxLength: 20 }), all => {
        const { reflex } = made(8);
        let now = 0;
        for (const ms of all) {
          run(reflex, now, ms);
          now += ms + 4;
          reflex.rested(4);
        }
        for (const [k, age] of stretchAges.entries())
          expect(reflex.young[k]).toBeCloseTo(
            all.reduce((sum, ms) => sum + Math.min(ms, age), 0),
            9,
          );
        expect(reflex.raises).toBe(all.filter(ms => ms > 8).length);
        expect(reflex.spared).toBeLessThanOrEqual(all.filter(ms => ms >= 4 && ms <= 8).length);
        const after = all.reduce((sum, ms) => sum + Math.max(0, ms - 8 - reaction), 0);
        expect(reflex.raisedFor).toBeCloseTo(after, 3);
      }),
    );
  });
});

describe('a core with a reflex', () => {
  function core(...streams: ConstructorParameters<typeof Engine>[0]['streams'] & object) {
    const engine = new Engine({ platform: laptop, governor: 'performance', streams });
    const settings = new Settings([engine], 'performance');
    settings.write('policy0.start_max_freq', 2_000_000);
    settings.write('policy0.raise_ms', 8);
    return { engine, settings };
  }

  it('starts at the start’s clock, is raised, and goes back after the break', () => {
    const { engine } = core(
      listed('two', [
        [0, 30, 0],
        [100, 1, 0],
      ]),
    );
    engine.advanceTo(3);
    expect(engine.pstate.frequency).toBe(2_000_000);
    engine.advanceTo(9);
    expect([engine.pstate.frequency, engine.reflex.raises]).toEqual([4_600_000, 1]);
    engine.advanceTo(101);
    expect(engine.pstate.frequency).toBe(2_000_000);
  });

  it('starts no faster than the clock’s own limit, and no slower than its floor within that', () => {
    const { engine, settings } = core(endless(0));
    settings.write('policy0.max_freq', 1_500_000);
    engine.advanceTo(2);
    expect(engine.pstate.frequency).toBe(1_500_000);
  });

  it('shows its settings, and takes no age outside 0 to 1000 ms', () => {
    const { settings } = core();
    expect(settings.read('policy0.start_max_freq')).toBe(2_000_000);
    expect(settings.read('policy0.raise_ms')).toBe(8);
    expect(settings.refusal('policy0.raise_ms', 1001)).toMatchObject({ errno: 'ERANGE' });
    expect(settings.refusal('policy0.raise_ms', -1)).toMatchObject({ errno: 'ERANGE' });
    expect(settings.refusal('policy0.raise_ms', 2.5)).toMatchObject({ errno: 'EINVAL' });
    expect(settings.refusal('policy0.start_max_freq', 4_700_000)).toMatchObject({ errno: 'ERANGE' });
    expect(settings.refusal('policy0.raise_ms', 0)).toBeUndefined();
  });
});
