import { describe, expect, it } from 'vitest';
import { Custody } from '../../../src/governor/custody/custody.js';
import type { ControlValue } from '../../../src/model/signals.js';
import { nanoseconds } from '../../../src/model/units.js';

const at = (seconds: number) => nanoseconds(seconds * 1e9);
const start = 'supply.BAT0.charge_start';
const stop = 'supply.BAT0.charge_stop';
const year = 365 * 86_400;

/** A battery whose stop is wanted at `wanted` and reads `seen`. */
const plan = (custody: Custody, wanted: ControlValue, seen: ControlValue, seconds: number) =>
  custody.plan([{ controls: [[stop, wanted, false]] }], new Set([stop]), () => seen, at(seconds));

function write(custody: Custody, value: ControlValue, readback: ControlValue, seconds: number) {
  custody.sent({ [stop]: value }, at(seconds));
  return custody.settled({ [stop]: { value: readback } }, at(seconds));
}

function refuse(custody: Custody, value: ControlValue, errno: string, seconds: number) {
  custody.sent({ [stop]: value }, at(seconds));
  return custody.settled({ [stop]: { errno } }, at(seconds));
}

describe('a limit that somebody else sets', () => {
  function drifted(): Custody {
    const custody = new Custody();
    write(custody, 80, 80, 0);
    const { writes, events } = plan(custody, 80, 100, 10);
    expect(writes).toEqual({});
    expect(events).toMatchObject([
      { kind: 'drift', readback: 100, why: expect.stringContaining('until another limit is asked for') },
    ]);
    return custody;
  }

  it('stays, however long', () => {
    const custody = drifted();
    for (const seconds of [11, 1000, year]) expect(plan(custody, 80, 100, seconds)).toEqual({ writes: {}, events: [] });
  });

  it('also over a sleep, and when it moves again', () => {
    const custody = drifted();
    custody.forget();
    expect(plan(custody, 80, 100, 20).writes).toEqual({});
    expect(plan(custody, 80, 60, 30).writes).toEqual({});
  });

  it('until another is wanted, or the same anew', () => {
    expect(plan(drifted(), 60, 100, 20).writes).toEqual({ [stop]: 60 });
    const custody = drifted();
    custody.reclaim(stop);
    expect(plan(custody, 80, 100, 20).writes).toEqual({ [stop]: 80 });
  });

  it('and what a sleep made of the daemon’s own is set again', () => {
    const custody = new Custody();
    write(custody, 80, 80, 0);
    custody.forget();
    expect(plan(custody, 80, 100, 10).writes).toEqual({ [stop]: 80 });
  });

  it('survives being saved', () => {
    const custody = new Custody();
    custody.restore(JSON.parse(JSON.stringify(drifted().save())));
    expect(plan(custody, 80, 100, year).writes).toEqual({});
  });
});

describe('a value that the driver refuses', () => {
  it('as invalid is not tried again until another is wanted', () => {
    const custody = new Custody();
    expect(refuse(custody, 75, 'EINVAL', 0)).toMatchObject([{ kind: 'refused' }]);
    expect(plan(custody, 75, 100, year).writes).toEqual({});
    expect(plan(custody, 80, 100, year).writes).toEqual({ [stop]: 80 });
  });

  it('for another reason is tried again, as with any control', () => {
    const custody = new Custody();
    refuse(custody, 75, 'EIO', 0);
    expect(plan(custody, 75, 100, 0.5).writes).toEqual({});
    expect(plan(custody, 75, 100, 1).writes).toEqual({ [stop]: 75 });
  });

  it('is tried again once the other threshold has moved: it was refused since the start was above it', () => {
    const custody = new Custody();
    custody.sent({ [start]: 75 }, at(0));
    refuse(custody, 80, 'EINVAL', 1);
    custody.settled({ [start]: { value: 75 } }, at(2));
    expect(plan(custody, 80, 100, 3).writes).toEqual({ [stop]: 80 });
  });

  it('but not when both were written together', () => {
    const custody = new Custody();
    custody.sent({ [start]: 70, [stop]: 75 }, at(0));
    custody.settled({ [start]: { value: 70 }, [stop]: { errno: 'EINVAL' } }, at(0));
    expect(plan(custody, 75, 100, year).writes).toEqual({});
  });
});
