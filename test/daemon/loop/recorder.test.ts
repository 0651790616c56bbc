import { describe, expect, it } from 'vitest';
import { Recorder } from '../../../src/daemon/loop/recorder.js';
import type { Batch } from '../../../src/journal/write-model.js';
import { KeptJournal } from '../kept-journal.js';
import { machineOf, readingOf, type Said } from '../read.js';

const dayMs = 86_400_000;

/** What is recorded of readings at these walls, one second of monotonic time apart. */
function recorded(...ticks: readonly (readonly [wall: number, said?: Said])[]): Batch {
  const journal = new KeptJournal();
  const recorder = new Recorder(journal);
  const decision = { scope: 'policy0', limits: { max_freq: 1 }, controls: [], reasons: [] };
  for (const [i, [wall, said]] of ticks.entries()) {
    const reading = readingOf({ at: i, watts: { package0: 1 }, ...said });
    const tick = { reading, decisions: [decision], events: [] };
    const stages = { description: machineOf(1) };
    recorder.measured({ reading, wall, mode: 'govern', profile: 'balanced', promise: 'percent', stages, back: false });
    recorder.ticked({ tick, wall, mode: 'govern', requested: { profile: 'balanced' } });
  }
  recorder.flushNow(0);
  const [batch] = journal.batches;
  if (batch === undefined) throw new Error('nothing was written');
  return batch;
}

describe('a wall clock that is set', () => {
  const began = 20 * dayMs;

  it('back a day is a row; the energy stands at both times, apart', () => {
    const { events, slots, decisions } = recorded(
      [began],
      [began + 1000],
      [began + 2000 - dayMs],
      [began + 3000 - dayMs],
    );
    expect(events).toEqual([
      {
        at: began + 2000 - dayMs,
        kind: 'clock',
        what: 'set back',
        detail: { from: began + 2000, to: began + 2000 - dayMs, seconds: -86_400 },
      },
    ]);
    expect(slots.filter(s => s.series.kind === 'energy').map(s => [s.slot, s.part, s.integral])).toEqual([
      [began - 10_000, 0, 1000],
      [began, 0, 1000],
      [began - dayMs, 1, 2000],
    ]);
    expect(decisions.map(d => [d.from, d.until])).toEqual([
      [began, began + 1000],
      [began + 2000 - dayMs, began + 3000 - dayMs],
    ]);
  });

  it('forward a day is a row; no decision is said to have held that long, and no energy is made up', () => {
    const { events, slots, decisions } = recorded([began], [began + 1000 + dayMs]);
    expect(events).toMatchObject([{ kind: 'clock', what: 'set forward', detail: { seconds: 86_400 } }]);
    expect(decisions.map(d => d.ticks)).toEqual([1, 1]);
    expect(slots.filter(s => s.series.kind === 'energy').reduce((sum, s) => sum + s.measuredMs, 0)).toBe(2000);
  });

  it('is told from a sleep and from a batch that was read late', () => {
    const { events, decisions } = recorded(
      [began],
      [began + 9000],
      [began + 2000],
      [began + 3000 + dayMs, { suspended: 86_400 }],
    );
    expect(events).toEqual([]);
    expect(decisions.length).toBeGreaterThan(0);
  });
});

it('hands over who used energy with the next flush, and nothing where nothing is new', () => {
  const journal = new KeptJournal();
  const recorder = new Recorder(journal);
  const uses = [{ name: 'a', cpuSeconds: 1, joules: 2, wakeups: 0 }];
  const account = {
    from: 60,
    to: 120,
    byApplication: uses,
    byCgroup: [],
    byUnit: uses,
    idleJoules: 1,
    packageJoules: 3,
  };
  recorder.used(account, [{ name: 'w', unit: 'frames', units: 4, joules: 2, of: 'application' }]);
  recorder.flushNow(0);
  recorder.flushNow(0);
  expect(journal.batches.map(b => b.usage)).toEqual([
    [
      {
        slot: 60_000,
        part: 0,
        entries: [
          { way: 'application', name: 'a', millijoules: 2000, amount: 1000 },
          { way: 'unit', name: 'a', millijoules: 2000, amount: 1000 },
          { way: 'idle', name: '', millijoules: 1000, amount: 60_000 },
          { way: 'work', name: 'frames w', millijoules: 2000, amount: 4000 },
        ],
      },
    ],
    undefined,
  ]);
});
