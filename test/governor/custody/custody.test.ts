import { describe, expect, it } from 'vitest';
import { Custody } from '../../../src/governor/custody/custody.js';
import type { ControlValue } from '../../../src/model/signals.js';
import { nanoseconds } from '../../../src/model/units.js';

const at = (seconds: number) => nanoseconds(seconds * 1e9);
const max = 'policy0.max_freq';

/** Plans for one control, whose file reads `seen`. */
function plan(custody: Custody, wanted: ControlValue, seen: ControlValue | undefined, seconds: number, safety = false) {
  return custody.plan([{ controls: [[max, wanted, safety]] }], new Set([max]), () => seen, at(seconds));
}

/** Writes `value` and lets the kernel read back `readback`. */
function write(custody: Custody, value: ControlValue, readback: ControlValue, seconds: number) {
  custody.sent({ [max]: value }, at(seconds));
  return custody.settled({ [max]: { value: readback } }, at(seconds));
}

describe('custody', () => {
  it('writes only what differs', () => {
    const custody = new Custody();
    expect(plan(custody, 2000, 2000, 0).writes).toEqual({});
    expect(plan(custody, 2000, 3000, 0).writes).toEqual({ [max]: 2000 });
  });

  it('tells the maximum that each policy was asked for, from when it is sent until it is forgotten', () => {
    const custody = new Custody();
    const asked = () => [0, 1, 2].map(custody.requestedMax);
    expect(asked()).toEqual([undefined, undefined, undefined]);
    custody.sent({ 'policy1.max_freq': 1500, [max]: 2000, 'policy2.epp': 'power' }, at(0));
    expect(asked()).toEqual([2000, 1500, undefined]);
    custody.settled({ [max]: { value: 1900 }, 'policy1.max_freq': { errno: 'EBUSY' } }, at(0));
    expect(asked()).toEqual([2000, 1500, undefined]);
    custody.forget();
    expect(asked()).toEqual([undefined, undefined, undefined]);
  });

  it('leaves a control alone that can not be read: its CPUs are offline (power-profiles-daemon, watt)', () => {
    const custody = new Custody();
    expect(plan(custody, 2000, undefined, 0)).toEqual({ writes: {}, events: [] });
    write(custody, 2000, 2000, 1);
    expect(plan(custody, 1500, undefined, 2)).toEqual({ writes: {}, events: [] });
  });

  it.each(['boost', 'policy0.boost'])('takes a maximum that %s moved for no drift (TLP #570)', boost => {
    const custody = new Custody();
    write(custody, 4000, 4000, 0);
    custody.sent({ [boost]: 0 }, at(1));
    custody.settled({ [boost]: { value: 0 } }, at(1));
    expect(plan(custody, 4000, 3000, 2)).toEqual({ writes: { [max]: 4000 }, events: [] });
    expect(write(custody, 4000, 3000, 2).map(e => e.kind)).toEqual(['clamped']);
    expect(plan(custody, 4000, 3000, 3)).toEqual({ writes: {}, events: [] });
  });

  it('and does so of its own domain alone', () => {
    const custody = new Custody();
    write(custody, 4000, 4000, 0);
    custody.sent({ 'policy1.boost': 0 }, at(1));
    custody.settled({ 'policy1.boost': { value: 0 } }, at(1));
    expect(plan(custody, 4000, 3000, 2).events).toMatchObject([{ kind: 'drift' }]);
  });

  it('says nothing of CPUs that go offline under a write, but of a limit that stays busy', () => {
    const custody = new Custody();
    const refused = (seconds: number) => {
      custody.sent({ [max]: 2000 }, at(seconds));
      return custody.settled({ [max]: { errno: 'EBUSY' } }, at(seconds)).map(e => e.kind);
    };
    write(custody, 3000, 3000, 0);
    expect(refused(1)).toEqual([]);
    expect(write(custody, 2000, 2000, 5)).toEqual([]);
    expect([refused(6), refused(7), refused(9)]).toEqual([[], ['refused'], []]);
    expect(write(custody, 2000, 2000, 13).map(e => e.kind)).toEqual(['recovered']);
  });

  it('takes a minimum that a lower maximum pulls down for nobody’s drift, and has nothing to write', () => {
    const min = 'policy0.min_freq';
    const custody = new Custody();
    custody.sent({ [min]: 3000, [max]: 4000 }, at(0));
    custody.settled({ [min]: { value: 3000 }, [max]: { value: 4000 } }, at(0));
    const both = (seen: number, top: number, seconds: number) => {
      const state = (control: string) => (control === min ? seen : top);
      const controls = [
        [min, 3000, false],
        [max, 4000, false],
      ] as const;
      const { writes, events } = custody.plan([{ controls }], new Set([min, max]), state, at(seconds));
      return [Object.keys(writes), events.map(e => [e.kind, e.control])];
    };
    expect(both(2000, 2000, 1)).toEqual([[], [['drift', max]]]);
    expect(both(3000, 4000, 2)).toEqual([[], [['resumed', max]]]);
    expect(both(2500, 4000, 3)).toEqual([[], [['drift', min]]]);
  });

  it('raises a floor that met its cap together with it', () => {
    const min = 'policy0.min_freq';
    const custody = new Custody();
    custody.sent({ [min]: 2000, [max]: 2000 }, at(0));
    custody.settled({ [min]: { value: 2000 }, [max]: { value: 2000 } }, at(0));
    const controls = [
      [min, 3000, false],
      [max, 3000, false],
    ] as const;
    const { writes, events } = custody.plan([{ controls }], new Set([min, max]), () => 2000, at(1));
    expect([writes, events]).toEqual([{ [min]: 3000, [max]: 3000 }, []]);
  });

  it('writes nothing while an outcome is awaited', () => {
    const custody = new Custody();
    custody.sent({ [max]: 2000 }, at(0));
    expect(plan(custody, 2000, 3000, 0.1).writes).toEqual({});
    expect(plan(custody, 2500, 3000, 0.1).writes).toEqual({});
  });

  it('takes the kernel’s version of a wish as held, and says once that it was clamped', () => {
    const custody = new Custody();
    expect(write(custody, 2000, 1800, 0).map(e => e.kind)).toEqual(['clamped']);
    expect(plan(custody, 2000, 1800, 1)).toEqual({ writes: {}, events: [] });
    expect(write(custody, 2000, 1800, 2)).toEqual([]);
  });

  it('tries a refused write again, later each time, and says it once (watt #46, auto-cpufreq #927)', () => {
    const custody = new Custody();
    let attempts = 0;
    let told = 0;
    for (let s = 0; s < 100; s += 0.1) {
      const { writes } = plan(custody, 2000, 3000, s);
      if (Object.keys(writes).length === 0) continue;
      attempts++;
      custody.sent(writes, at(s));
      told += custody.settled({ [max]: { errno: 'EBUSY' } }, at(s)).length;
    }
    expect(told).toBe(1);
    expect(attempts).toBeLessThan(9);
    expect(attempts).toBeGreaterThan(4);
  });

  it('tries at once when the governor that refused it is gone', () => {
    const custody = new Custody();
    custody.follow([{ id: 0, governor: 'performance' }]);
    custody.sent({ [max]: 2000 }, at(0));
    custody.settled({ [max]: { errno: 'EINVAL' } }, at(0));
    expect(plan(custody, 2000, 3000, 0.1).writes).toEqual({});
    custody.follow([{ id: 0, governor: 'powersave' }]);
    expect(plan(custody, 2000, 3000, 0.1).writes).toEqual({ [max]: 2000 });
    expect(write(custody, 2000, 2000, 0.2).map(e => e.kind)).toEqual(['recovered']);
  });

  it('leaves a control alone that somebody else writes, longer each time', () => {
    const custody = new Custody();
    write(custody, 2000, 2000, 0);
    const drift = plan(custody, 2000, 1500, 1);
    expect(drift.events.map(e => e.kind)).toEqual(['drift']);
    expect(drift.writes).toEqual({});
    expect(plan(custody, 2000, 1500, 10.9).writes).toEqual({});
    expect(plan(custody, 2000, 1500, 11.1).writes).toEqual({ [max]: 2000 });
    expect(write(custody, 2000, 2000, 11.2).map(e => e.kind)).toEqual(['resumed']);
    plan(custody, 2000, 1500, 12);
    expect(plan(custody, 2000, 1500, 31).writes).toEqual({});
    expect(plan(custody, 2000, 1500, 32.1).writes).toEqual({ [max]: 2000 });
  });

  it('writes a lower maximum for safety though the control was ceded', () => {
    const custody = new Custody();
    write(custody, 2000, 2000, 0);
    expect(plan(custody, 2000, 4000, 1).writes).toEqual({});
    expect(plan(custody, 1000, 4000, 1.1).writes).toEqual({});
    expect(plan(custody, 1000, 4000, 1.2, true).writes).toEqual({ [max]: 1000 });
    expect(plan(custody, 1000, 800, 1.3, true).writes).toEqual({});
  });

  it('takes a control up again without a write when it comes back by itself (the kernel’s passive cooling)', () => {
    const custody = new Custody();
    write(custody, 2000, 2000, 0);
    plan(custody, 2000, 1200, 1);
    const back = plan(custody, 2000, 2000, 5);
    expect(back).toMatchObject({ writes: {}, events: [{ kind: 'resumed' }] });
    expect(custody.held(max)?.standing).toBe('held');
  });

  it('takes what a change of governor moved for no drift', () => {
    const custody = new Custody();
    custody.follow([{ id: 0, governor: 'powersave' }]);
    write(custody, 2000, 2000, 0);
    custody.follow([{ id: 0, governor: 'performance' }]);
    expect(plan(custody, 2000, 3000, 1)).toEqual({ writes: { [max]: 2000 }, events: [] });
  });

  it('over a new description: tries again what was refused, writes again what held, leaves alone what is ceded', () => {
    const custody = new Custody();
    custody.sent({ [max]: 2000 }, at(0));
    custody.settled({ [max]: { errno: 'EINVAL' } }, at(0));
    custody.redescribed();
    expect(plan(custody, 2000, 3000, 0.1).writes).toEqual({ [max]: 2000 });
    write(custody, 2000, 2000, 1);
    custody.redescribed();
    expect(plan(custody, 2000, 3000, 2)).toEqual({ writes: { [max]: 2000 }, events: [] });
    write(custody, 2000, 2000, 3);
    plan(custody, 2000, 1500, 4);
    custody.redescribed();
    expect(plan(custody, 2000, 1500, 5).writes).toEqual({});
  });

  it('starts over after a restore', () => {
    const custody = new Custody();
    write(custody, 2000, 2000, 0);
    custody.forget();
    expect(plan(custody, 2000, 3000, 1)).toEqual({ writes: { [max]: 2000 }, events: [] });
  });
});
