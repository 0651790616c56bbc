import { describe, expect, it } from 'vitest';
import { parseDocument } from '../../../../bench/governors/rtapp/document.js';
import { rtAppLoad } from '../../../../bench/governors/rtapp/load.js';
import { Engine } from '../../../../src/machine/simulated/physics/engine.js';
import { platforms } from '../../../../src/machine/simulated/physics/model-json.js';
import type { Job } from '../../../../src/machine/simulated/work/job.js';

/** Jobs by task as [woken, rested, deadline], rounded to µs, of a document run at an operating point. */
function played(tasks: string, ms: number, index = platforms.laptop.f.length - 1) {
  const load = rtAppLoad('test', parseDocument(`{"tasks": ${tasks}, "global": {"duration": 60}}`, 'test.json'));
  const log: Record<string, (number | undefined)[][]> = {};
  const round = (t: number | undefined): number | undefined => (t === undefined ? t : Math.round(t * 1000) / 1000);
  const observer = ({ name }: { name: string }, job: Job, finished: number) => {
    log[name] ??= [];
    log[name].push(
      [job.arrival, finished, ...(job.deadline === Number.POSITIVE_INFINITY ? [] : [job.deadline])].map(round),
    );
  };
  const engine = new Engine({
    platform: platforms.laptop,
    governor: 'performance',
    streams: load.programs?.(1, 0) ?? [],
    observer,
  });
  engine.pstate.limit(index, index);
  engine.advanceTo(ms);
  return { log, busy: engine.counters.busy };
}

describe('an rt-app document on the simulated core', () => {
  it('runs, sleeps and loops', () => {
    const { log } = played('{"a": {"loop": 2, "run": 3000, "sleep": 10000, "run": 1000}}', 100);
    expect(log.a).toEqual([
      [0, 3],
      // The second turn goes on without rest.
      [13, 17],
      [27, 28],
    ]);
  });

  it('takes phases as often as they say, repeated names too', () => {
    const { log } = played(
      '{"a": {"loop": 1, "phases": {"p": {"loop": 2, "run": 1000, "sleep": 9000}, "p": {"run": 2000, "sleep": 8000}}}}',
      100,
    );
    expect(log.a).toEqual([
      [0, 1],
      [10, 11],
      [20, 22],
    ]);
  });

  it('wakes by the timer and knows the slack', () => {
    const { log } = played('{"a": {"loop": 3, "run": 4000, "timer": {"ref": "unique", "period": 10000}}}', 100);
    expect(log.a).toEqual([
      [0, 4, 10],
      [10, 14, 20],
      [20, 24, 30],
    ]);
  });

  it.each([
    [
      'relative',
      [
        [0, 15, 10],
        [15, 30, 25],
        [30, 45, 40],
      ],
    ],
    [
      'absolute',
      [
        [0, 15, 10],
        [15, 30, 20],
        [30, 45, 30],
      ],
    ],
  ])('does not sleep when late (%s timer)', (mode, jobs) => {
    const { log } = played(
      `{"a": {"loop": 3, "run": 15000, "timer": {"ref": "t", "period": 10000, "mode": "${mode}"}}}`,
      100,
    );
    expect(log.a).toEqual(jobs);
  });

  it('resumes whoever is suspended, and nobody later', () => {
    const { log } = played(
      `{"a": {"loop": 1, "resume": "b", "run": 1000, "sleep": 9000, "run": 1000, "resume": "b", "run": 1000},
        "b": {"loop": -1, "suspend", "run": 2000}}`,
      100,
    );
    // b was not there yet for the first resume; from the second on both take turns.
    expect(log.a?.[0]).toEqual([0, 1]);
    expect(log.b?.[0]?.[0]).toBe(11);
    expect(log.b).toHaveLength(1);
  });

  it('is late when it is resumed before it rests', () => {
    const { log } = played(
      `{"beat": {"loop": 5, "priority": -1, "resume": "b", "timer": {"ref": "unique", "period": 10000}},
        "b": {"loop": -1, "suspend", "run": 12000}}`,
      100,
    );
    // The beat of 20 gets the core with the next turn, a millisecond later.
    expect(log.b).toEqual([
      [10, 22, 21],
      [30, 42, 41],
    ]);
  });

  it('hands a signal and the mutex over', () => {
    const { log } = played(
      `{"waits": {"loop": 1, "lock": "m", "wait": {"ref": "q", "mutex": "m"}, "run": 1000, "unlock": "m"},
        "signals": {"loop": 1, "sleep": 5000, "lock": "m", "signal": "q", "run": 3000, "unlock": "m"}}`,
      100,
    );
    expect(log.signals).toEqual([[5, 8]]);
    // Signalled at 5, it has the mutex and so the core at 8.
    expect(log.waits).toEqual([[8, 9]]);
  });

  it('lets the lower nice value go first', () => {
    const { log } = played(
      '{"polite": {"loop": 1, "priority": 5, "run": 4000}, "first": {"loop": 1, "priority": -5, "run": 4000}}',
      100,
    );
    expect(log.first).toEqual([[0, 4]]);
    expect(log.polite).toEqual([[0, 8]]);
  });

  it('works longer at a lower clock, but spins as long', () => {
    const slow = played(
      '{"a": {"loop": 1, "run": 10000}, "b": {"loop": 1, "priority": -1, "sleep": 200000, "runtime": 10000}}',
      300,
      0,
    );
    const [[from = 0, to = 0] = []] = slow.log.a ?? [];
    expect(to - from).toBeCloseTo(10 * (0.1 + (0.9 * 4.6) / 0.8), 3);
    expect(slow.log.b).toEqual([[200, 210]]);
  });

  it('starts every instance, each with a timer of its own', () => {
    const { busy } = played(
      '{"a": {"instance": 3, "loop": -1, "run": 1000, "timer": {"ref": "unique", "period": 10000}}}',
      100,
    );
    expect(busy).toBeCloseTo(30, 6);
  });

  it('refuses a loop without rest or work', () => {
    expect(() => played('{"a": {"loop": -1, "resume": "b"}}', 10)).toThrow(/a: 100000 events/);
  });
});
