import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Heartbeats } from '../../../src/governor/budget/heartbeats.js';
import { working } from '../observed.js';

const tick = 0.1;

/** An application that reports once a second while the machine works. */
class Run {
  readonly beats = new Heartbeats();
  private now = 0;
  private done = 0;

  go(seconds: number, rate: number, slowdown: number, load = 1): this {
    for (let i = 0; i < Math.round(seconds / tick); i++) {
      this.now += tick;
      this.done += rate * tick;
      this.beats.follow(working(load, slowdown, tick), tick, 0.05);
      if (i % 10 === 9) this.beat(this.done);
    }
    return this;
  }

  restart(): this {
    this.done = 0;
    return this;
  }

  beat(done: number, name = 'encoder', pid = 7): void {
    this.beats.beat({ name, pid, done }, this.now);
  }
}

describe('heartbeats', () => {
  it('halve ε when an application falls behind by more than ε, and name it', () => {
    const run = new Run().go(10, 100, 0).go(10, 100 / 1.2, 0.2);
    expect(run.beats.factor).toBeLessThanOrEqual(0.51);
    expect(run.beats.behind).toBe('encoder');
    run.go(600, 100, 0.05);
    expect(run.beats.factor).toBeCloseTo(Math.SQRT1_2, 2);
    run.go(6000, 100, 0.05);
    expect(run.beats).toMatchObject({ factor: 1, behind: undefined });
  });

  it('count how often the promise was kept and broken, under a cap alone', () => {
    const run = new Run().go(10, 100, 0);
    expect(run.beats.verdicts).toMatchObject({ kept: 0, broken: 0 });
    run.go(60, 100 / 1.05, 0.05);
    const { kept } = run.beats.verdicts;
    expect(kept).toBeGreaterThan(50);
    expect(run.beats.verdicts.broken).toBe(0);
    run.go(60, 100 / 1.2, 0.2);
    expect(run.beats.verdicts.broken).toBeGreaterThan(5);
  });

  it('grant what was promised', () => {
    expect(new Run().go(10, 100, 0).go(300, 100 / 1.05, 0.05).beats.factor).toBe(1);
  });

  it('blame no clock for what happens at full clock', () => {
    expect(new Run().go(10, 100, 0).go(300, 10, 0).beats.factor).toBe(1);
  });

  it('blame no clock while hardly anything runs: it waits for something else', () => {
    expect(new Run().go(10, 100, 0).go(300, 0, 0.2, 0.01).beats.factor).toBe(1);
  });

  it('a count that begins anew begins anew', () => {
    const run = new Run().go(10, 100, 0);
    for (let i = 0; i < 50; i++) run.restart().go(2, 100 / 1.05, 0.05);
    expect(run.beats.factor).toBe(1);
  });

  it('ask for a look while one reports whose full speed is not known', () => {
    expect(new Heartbeats().wantsLook).toBe(false);
    const run = new Run().go(5, 100, 0.05);
    expect(run.beats.wantsLook).toBe(true);
    run.go(10, 100, 0);
    expect(run.beats.wantsLook).toBe(false);
    run.go(601, 100, 0.05);
    expect(run.beats.wantsLook).toBe(true);
  });

  it('of the many, 64 are remembered, and silence is forgotten', () => {
    const run = new Run();
    for (let pid = 1; pid <= 1000; pid++) run.beat(1, 'flood', pid);
    expect(run.beats.size).toBe(64);
    run.beats.follow([], 301, 0.05);
    expect(run.beats.size).toBe(0);
  });

  it('stay in range whatever comes', () => {
    const step = fc.record({
      rate: fc.double({ min: 0, max: 1e6, noNaN: true }),
      slowdown: fc.double({ min: 0, max: 1, noNaN: true }),
      done: fc.option(fc.double({ min: 0, max: 2 ** 53, noNaN: true })),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 50 }), steps => {
        const run = new Run();
        for (const { rate, slowdown, done } of steps) {
          run.go(3, rate, slowdown);
          if (done !== null) run.beat(done);
          expect(run.beats.factor).toBeGreaterThanOrEqual(0.125);
          expect(run.beats.factor).toBeLessThanOrEqual(1);
        }
      }),
      { numRuns: 30 },
    );
  });
});

describe('the answers that they tell', () => {
  /** `seconds` of messages whose longest answer takes `ms`, at full clock or under a cap. */
  const go = (beats: Heartbeats, at: number, seconds: number, ms: number, slowdown: number, delay?: number): number => {
    let now = at;
    for (let second = 0; second < seconds; second++) {
      for (let i = 0; i < 10; i++) beats.follow(working(0.5, slowdown, tick), tick, 0.05, delay);
      now++;
      beats.beat({ name: 'server', pid: 7, done: 100 * now, answer: ms }, now);
    }
    return now;
  };

  it('judge D by how much later they are than at full clock, and halve what is broken', () => {
    const beats = new Heartbeats();
    let now = go(beats, 0, 10, 20, 0, 4);
    expect(beats.verdicts.answers).toEqual({ kept: 0, broken: 0 });
    now = go(beats, now, 20, 24, 0.05, 4);
    const { kept } = beats.verdicts.answers;
    expect(kept).toBeGreaterThan(15);
    expect(beats.verdicts.answers.broken).toBe(0);
    expect(beats.factor).toBe(1);
    now = go(beats, now, 10, 29, 0.05, 4);
    expect(beats.verdicts.answers.broken).toBeGreaterThan(0);
    expect(beats).toMatchObject({ behind: 'server' });
    expect(beats.factor).toBeLessThan(0.6);
    expect(beats.verdicts.broken).toBe(0);
  });

  it('say nothing of a promise in percent, nor while nobody knows what is usual, which is asked for', () => {
    const beats = new Heartbeats();
    const now = go(beats, 0, 10, 20, 0);
    expect(beats.wantsLook).toBe(false);
    go(beats, now, 20, 90, 0.05);
    expect(beats.verdicts.answers).toEqual({ kept: 0, broken: 0 });
    const unknown = new Heartbeats();
    go(unknown, 0, 20, 90, 0.05, 4);
    expect(unknown.verdicts.answers).toEqual({ kept: 0, broken: 0 });
    expect(unknown.wantsLook).toBe(true);
  });

  it('count the longest of the messages that come too soon with the next', () => {
    const learn = (soon: number): Heartbeats => {
      const beats = new Heartbeats();
      let now = go(beats, 0, 10, 20, 0, 4);
      for (let second = 0; second < 20; second++) {
        for (let i = 0; i < 10; i++) beats.follow(working(0.5, 0.05, tick), tick, 0.05, 4);
        now++;
        beats.beat({ name: 'server', pid: 7, done: 100 * now - 1, answer: soon }, now - 0.6);
        beats.beat({ name: 'server', pid: 7, done: 100 * now, answer: 20 }, now);
      }
      return beats;
    };
    expect(learn(20).verdicts.answers.broken).toBe(0);
    expect(learn(60).verdicts.answers.broken).toBeGreaterThan(5);
  });

  it('are judged where no unit is ever done, and its rate is not', () => {
    const beats = new Heartbeats();
    let now = 0;
    for (let second = 0; second < 60; second++) {
      for (let i = 0; i < 10; i++) beats.follow(working(0.5, second < 10 ? 0 : 0.05, tick), tick, 0.05, 4);
      beats.beat({ name: 'server', pid: 7, done: 0, answer: 20 }, ++now);
    }
    expect(beats.verdicts.answers.kept).toBeGreaterThan(40);
    expect(beats.verdicts).toMatchObject({ kept: 0, broken: 0, answers: { broken: 0 } });
    expect(beats.factor).toBe(1);
  });
});
