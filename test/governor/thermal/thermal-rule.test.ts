import { describe, expect, it } from 'vitest';
import { because } from '../../../src/governor/explain/explain.js';
import { ThermalRule } from '../../../src/governor/thermal/thermal-rule.js';
import { zoneTarget } from '../../../src/model/thermal-target.js';
import { situation, topology } from '../situation.js';

const passive = topology([
  { type: 'passive', celsius: 85, hysteresis: 2 },
  { type: 'critical', celsius: 105, hysteresis: 2 },
]);

/** Feeds temperatures at 10 Hz; the cap after each, or undefined. */
function caps(rule: ThermalRule, temperatures: readonly number[], at = passive): (number | undefined)[] {
  return temperatures.map(temperature => {
    const [proposal] = rule.propose(situation({ temperature, topology: at }));
    return proposal?.kind === 'interval' ? proposal.interval.max : undefined;
  });
}

describe('zoneTarget', () => {
  it('stays below the lowest plausible trip', () => {
    expect(zoneTarget({ signal: 's', type: 't', trips: passive.zones[0]?.trips ?? [] })).toMatchObject({
      celsius: 83,
      trip: 85,
      type: 'passive',
    });
  });

  it('ignores a critical trip at 20.8 °C and an unset one (thermald #550)', () => {
    const trips = [
      { type: 'critical', celsius: 20.8, hysteresis: 0 },
      { type: 'passive', celsius: -274, hysteresis: 0 },
    ];
    expect(zoneTarget({ signal: 's', type: 't', trips })).toBeUndefined();
  });

  it.each(['gpu-thermal', 'gpuss-0-thermal', 'npu-thermal', 'iwlwifi_1', 'wlan-thermal', 'nvme', 'battery'])(
    '%s has heat of its own: its passive trip is not for the CPUs, one that stops the machine is',
    type => {
      const [own, stops] = [
        { type: 'passive', celsius: 80, hysteresis: 0 },
        { type: 'critical', celsius: 110, hysteresis: 0 },
      ];
      expect(zoneTarget({ signal: 's', type, trips: [own] })).toBeUndefined();
      expect(zoneTarget({ signal: 's', type, trips: [own, stops] })).toMatchObject({ celsius: 103, trip: 110 });
      expect(zoneTarget({ signal: 's', type: 'SEN2', trips: [own, stops] })).toMatchObject({ celsius: 78 });
    },
  );
});

describe('thermal rule', () => {
  it('caps before the passive trip while the temperature climbs, and lets go when it falls', () => {
    const rule = new ThermalRule();
    const climbing = Array.from({ length: 40 }, (_, i) => 70 + i * 0.4);
    const up = caps(rule, climbing);
    const firstCap = up.findIndex(cap => cap !== undefined);
    expect(climbing[firstCap]).toBeLessThan(85);
    expect(up.at(-1)).toBeLessThan(3_000_000);
    const down = caps(
      rule,
      Array.from({ length: 300 }, () => 60),
    );
    expect(down.at(-1)).toBeUndefined();
  });

  it('does not throttle for one glitch (thermald #388)', () => {
    const rule = new ThermalRule();
    expect(caps(rule, [50, 50, 50, 140, 50, 50, 50])).toEqual(Array(7).fill(undefined));
  });

  it('keeps its cap while the zone can not be read', () => {
    const rule = new ThermalRule();
    const hot = caps(
      rule,
      Array.from({ length: 20 }, () => 90),
    ).at(-1);
    const [blind] = rule.propose(situation({ topology: passive }));
    expect(hot).toBeDefined();
    expect(blind?.kind === 'interval' ? blind.interval.max : undefined).toBe(hot);
  });

  it('says nothing where no zone has a trip', () => {
    expect(caps(new ThermalRule(), [99, 99, 99, 99], topology([]))).toEqual(Array(4).fill(undefined));
  });

  it('never asks for less than the hardware minimum, however hot', () => {
    const all = caps(
      new ThermalRule(),
      Array.from({ length: 100 }, () => 120),
    );
    expect(all.at(-1)).toBe(800_000);
  });
});

describe('a temperature that the configuration asks for', () => {
  const feed = (rule: ThermalRule, celsius: number, target: number | undefined, at = passive, ticks = 50) => {
    let cap: number | undefined;
    let words = '';
    for (let i = 0; i < ticks; i++) {
      const settings = { temperature: celsius, topology: at, ...(target === undefined ? {} : { target }) };
      const [proposal] = rule.propose(situation(settings));
      cap = proposal?.kind === 'interval' ? proposal.interval.max : undefined;
      if (proposal !== undefined) words = because({ control: 'max_freq', bound: 'max', facts: {}, ...proposal.reason });
    }
    return { cap, words };
  };

  it('is kept below, far from any trip, and said to be so', () => {
    const { cap, words } = feed(new ThermalRule(), 75, 70);
    expect(cap).toBeLessThan(3_000_000);
    expect(words).toBe('cpu is at 75 °C and heading for 75 °C, close to the 70 °C that the configuration asks for');
    expect(feed(new ThermalRule(), 75, undefined).cap).toBeUndefined();
    expect(feed(new ThermalRule(), 65, 70).cap).toBeUndefined();
  });

  it('never lifts the trip', () => {
    expect(feed(new ThermalRule(), 84, 100).words).toContain('its passive trip at 85 °C');
  });

  it('counts for zones of CPUs without a trip, for no other ones, and is let go of when nobody asks any more', () => {
    const bare = topology();
    const rule = new ThermalRule();
    expect(feed(rule, 75, 70, bare).cap).toBeLessThan(3_000_000);
    expect(feed(rule, 75, undefined, bare, 1).cap).toBeUndefined();
    const radio = { ...bare, zones: [{ signal: 'zone.cpu.temp', type: 'iwlwifi_1', trips: [] }] };
    expect(feed(new ThermalRule(), 75, 70, radio).cap).toBeUndefined();
  });

  it.each(['x86_pkg_temp', 'acpitz', 'k10temp', 'cpu-thermal', 'soc_thermal', 'TCPU', 'B0D4'])(
    '%s is heated by CPUs',
    type => {
      expect(zoneTarget({ signal: 's', type, trips: [] }, 70)).toEqual({ celsius: 70, trip: 70, type: 'wanted' });
    },
  );
});
