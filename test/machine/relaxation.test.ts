import { describe, expect, it } from 'vitest';
import type { Decision } from '../../src/governor/arbitration/decision.js';
import { defaultCadence } from '../../src/machine/cadence.js';
import { Relaxation } from '../../src/machine/relaxation.js';
import type { LiveReading } from '../../src/model/sensing/reading.js';

interface Said {
  readonly answered?: boolean;
  readonly busy?: number;
  readonly raises?: number;
  readonly start?: number;
}

/** The rate after each of so many seconds of ticks at 4 Hz that say the same. */
class Machine {
  private readonly relaxation = new Relaxation();

  hz(seconds: number, { answered = true, busy = 0.3, raises = 1, start = 2_000_000 }: Said = {}): number {
    const reading = { interval: 0.25, policies: [{ id: 0, busy, raises }] } as unknown as LiveReading;
    const decision: Decision = { scope: 'policy0', limits: { start_max_freq: start }, controls: [], reasons: [] };
    for (let i = 0; i < seconds * 4; i++) this.relaxation.follow({ answered, decisions: [decision], reading });
    return this.relaxation.of(defaultCadence).activeHz;
  }
}

describe('samples a second', () => {
  it('are the usual ones until a reflex has answered for all work for 2 s, then 4, and 2 once that has been steady for 5 s', () => {
    const machine = new Machine();
    expect(machine.hz(60, { answered: false })).toBe(10);
    expect(machine.hz(1.75)).toBe(10);
    expect(machine.hz(0.25)).toBe(4);
    expect(machine.hz(2.75)).toBe(4);
    expect(machine.hz(0.25)).toBe(2);
    expect(machine.hz(0.25, { answered: false })).toBe(10);
  });

  it.each<[string, Said]>([
    ['another step', { start: 2_200_000 }],
    ['a busier domain', { busy: 0.5 }],
    ['a less busy domain', { busy: 0.1 }],
    ['a storm of raises', { raises: 10 }],
  ])('are 4 at once with %s', (_, change) => {
    const machine = new Machine();
    expect(machine.hz(10)).toBe(2);
    expect(machine.hz(0.25, change)).toBe(4);
  });

  it('stay at 2 while a load wanders little, and at 4 in a storm that lasts', () => {
    const machine = new Machine();
    machine.hz(10);
    for (const busy of [0.25, 0.35, 0.44, 0.2]) expect(machine.hz(0.5, { busy })).toBe(2);
    expect(machine.hz(60, { raises: 10 })).toBe(4);
  });

  it('are never more than were asked for', () => {
    const relaxation = new Relaxation();
    const reading = { interval: 10, policies: [] } as unknown as LiveReading;
    for (let i = 0; i < 3; i++) relaxation.follow({ answered: true, decisions: [], reading });
    expect(relaxation.of({ ...defaultCadence, activeHz: 1 }).activeHz).toBe(1);
    expect(relaxation.of({ ...defaultCadence, activeHz: 10, quietHz: 5 }).activeHz).toBe(5);
  });
});
