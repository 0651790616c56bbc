import { describe, expect, it } from 'vitest';
import { orderOf } from '../../../src/experiment/coin.js';
import { summaryOf } from '../../../src/experiment/summary.js';
import { policyOf } from '../../../src/model/people/experiment-policy.js';
import { Bench, description, design } from './fixture.js';

describe('an experiment', () => {
  it('lets both policies take turns as the coin says, measures after the washout, and ends by itself', () => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    const policies = bench.run(205);
    const wanted = Array.from({ length: 10 }, (_, block) => orderOf(5, block).map(arm => policyOf(design, arm))).flat();
    expect(policies.slice(0, 200).filter((_, i) => i % 10 === 5)).toEqual(wanted);
    expect(policies.at(-1)).toBe('none');
    expect(bench.periods).toHaveLength(20);
    for (const [i, { arm, block, from, until, ...period }] of bench.periods.entries()) {
      const joules = policyOf(design, arm) === 'kernel' ? 12 : 10;
      expect([from, until, block]).toEqual([1000 + i * 10_000, 11_000 + i * 10_000, Math.floor(i / 2)]);
      // Of 10 s the first is washout.
      expect(period).toEqual({
        millijoules: joules * 9000,
        work: 9e9,
        measuredMs: 9000,
        meanMillicelsius: null,
        told: [],
        dropped: null,
      });
    }
    expect(bench.entries.at(-1)).toMatchObject({ experiment: { ended: 201_000, end: 'done' }, period: null });
    expect(bench.kept).toBeUndefined();
    const experiment = bench.entries.at(-1)?.experiment;
    expect(experiment && summaryOf(experiment, bench.periods).verdict).toMatchObject({
      kind: 'saves',
      saving: expect.closeTo(1 / 6, 9),
    });
  });

  it('changes the policy only at the newest sample of a batch', () => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    const policies = bench.run(40, second => second % 4 === 0);
    for (let i = 1; i < 40; i++) if (i % 4 !== 0) expect(policies[i]).toBe(policies[i - 1]);
  });

  it.each([
    ['suspend', (bench: Bench) => bench.experimenter.disturbed('suspend', bench.seconds * 1000)],
    ['another power source', (bench: Bench) => bench.unplug()],
  ])('drops the period of a disturbance (%s) and goes on with the next block', (why, disturb) => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    bench.run(15);
    disturb(bench);
    bench.run(22);
    expect(bench.periods.map(p => [p.block, p.dropped])).toEqual([
      [0, null],
      [0, why],
      [1, null],
      [1, null],
    ]);
    expect(bench.experimenter.status()).toMatchObject({ complete: 3, dropped: 1 });
  });

  it('names the power source where that is why something else is asked for', () => {
    const bench = new Bench();
    const { experimenter } = bench;
    const usual = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
    experimenter.during(usual, false, 0, 'mains');
    experimenter.start({ ...design, a: 'power-saver' }, 0);
    bench.run(3);
    experimenter.during({ ...usual, profile: 'power-saver' }, false, 3500, 'battery');
    expect(bench.periods).toMatchObject([{ dropped: 'another power source' }]);
  });

  it('drops the period in which somebody asks for something, and waits until what was asked for a time is over', () => {
    const bench = new Bench();
    const { experimenter } = bench;
    const usual = { profile: 'balanced', overrides: [], cap: undefined, target: undefined } as const;
    const held = { profile: 'performance', overrides: [], cap: undefined, target: undefined } as const;
    experimenter.during(usual, false, 0);
    experimenter.start({ ...design, a: 'power-saver' }, 0);
    bench.run(3);
    const tried = experimenter.during(usual, false, 3000);
    expect(tried.profile).toBe(experimenter.handsOff() ? 'balanced' : 'power-saver');
    expect(experimenter.during(usual, false, 3000)).toBe(tried);
    expect(experimenter.during(held, true, 3500)).toBe(held);
    expect(bench.periods).toMatchObject([{ dropped: 'a hold, an override or another profile' }]);
    expect(bench.run(30)).toEqual(Array(30).fill('none'));
    experimenter.during(usual, false, 33_000);
    bench.run(12);
    expect(bench.periods.map(p => [p.block, p.dropped !== null])).toEqual([
      [0, true],
      [1, false],
    ]);
  });

  it('drops a period in which work was not measured', () => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    bench.instructions = undefined;
    bench.run(12);
    expect(bench.periods).toMatchObject([{ dropped: 'energy or work was not measured', work: 0 }]);
  });

  it('journals the units told in each period without its washout, and none of one that is dropped', () => {
    const bench = new Bench();
    const { experimenter } = bench;
    experimenter.told('tokens', 1000);
    experimenter.start(design, 0);
    const seconds = (count: number): void => {
      for (let i = 0; i < count; i++) {
        for (let message = 0; message < 2; message++) experimenter.told('tokens', 50);
        bench.run(1);
      }
    };
    seconds(23);
    experimenter.disturbed('suspend', bench.seconds * 1000);
    seconds(2);
    const told = [{ unit: 'tokens', amount: expect.closeTo(900, 6), messages: 18 }];
    expect(bench.periods.map(p => [p.dropped, p.told])).toEqual([
      [null, told],
      [null, told],
      ['suspend', []],
    ]);
  });

  it('ends in time however often it is disturbed', () => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    for (let i = 0; i < 120 && bench.experimenter.status() !== null; i++) {
      bench.run(3);
      bench.experimenter.disturbed('suspend', bench.seconds * 1000);
    }
    expect(bench.seconds).toBeLessThan(330);
    expect(bench.entries.at(-1)?.experiment.end).toBe('done');
  });

  it('goes on after a restart with the next block, and journals the period that was lost', () => {
    const before = new Bench();
    before.experimenter.start(design, 0);
    before.run(15);
    const after = new Bench();
    const { kept } = before;
    if (kept === undefined) throw new Error('expected a course to be kept');
    after.experimenter.resume(kept, 60_000);
    after.run(12);
    expect(after.periods).toMatchObject([
      { block: 0, from: 11_000, until: 60_000, dropped: 'the daemon was restarted' },
      { block: 1, dropped: null },
    ]);
    expect(after.periods[1]?.arm).toBe(orderOf(5, 1)[0]);
  });

  it('waits while a daemon only observes', () => {
    const before = new Bench();
    before.experimenter.start(design, 0);
    before.run(15);
    const observing = new Bench({ governs: false });
    if (before.kept !== undefined) observing.experimenter.resume(before.kept, 60_000);
    expect(observing.run(30)).toEqual(Array(30).fill('none'));
    expect(observing.entries).toEqual([]);
  });

  it('can be stopped', () => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    bench.run(15);
    bench.experimenter.stop(15_000);
    expect(bench.run(3)).toEqual(['none', 'none', 'none']);
    expect(bench.entries.at(-1)).toMatchObject({ experiment: { ended: 15_000, end: 'stopped' } });
    expect(() => bench.experimenter.stop(16_000)).toThrow('no experiment runs');
  });

  it('runs on when it can not be kept, and says so', () => {
    const bench = new Bench();
    bench.keepFailure = 'the disk is full';
    bench.experimenter.start(design, 0);
    bench.run(12);
    expect(bench.periods).toHaveLength(1);
    expect(bench.log).toContain('the experiment will not outlive this daemon: the disk is full');
  });
});

describe('what can not be run', () => {
  it.each([
    [{ ...design, b: design.a }, 'a and b are both balanced, expected two policies'],
    [{ ...design, periodMs: 1000 }, 'period 1 s, expected 2 s to 24 h'],
    [{ ...design, forMs: 100_000 }, 'for 100 s, expected at least 12 periods (120 s): fewer tell nothing'],
    [{ ...design, forMs: 1e11 }, 'expected at most 90 d'],
    [{ ...design, periodMs: Number.NaN }, 'period NaN s, expected 2 s to 24 h'],
  ] as const)('%j', (flawed, why) => {
    expect(() => new Bench().experimenter.start(flawed, 0)).toThrow(why);
  });

  it('a second one', () => {
    const bench = new Bench();
    bench.experimenter.start(design, 0);
    expect(() => bench.experimenter.start(design, 0)).toThrow('balanced against kernel runs: stop it first');
  });

  it('one by a daemon that only observes, or on a machine without work or energy counters', () => {
    expect(() => new Bench({ governs: false }).experimenter.start(design, 0)).toThrow('only observes');
    const bench = new Bench();
    bench.experimenter.hello({ ...description, signals: description.signals.slice(1) });
    expect(() => bench.experimenter.start(design, 0)).toThrow('no work to count');
    bench.experimenter.hello({ ...description, signals: description.signals.slice(0, 1) });
    expect(() => bench.experimenter.start(design, 0)).toThrow('no energy counter');
  });
});
