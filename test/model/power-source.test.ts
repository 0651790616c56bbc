import { describe, expect, it } from 'vitest';
import { type SupplyState, sourceOfPower } from '../../src/model/power-source.js';

const ac = (online?: number): SupplyState => ({ name: 'AC', type: 'Mains', online });
const port = (online: number, status?: string): SupplyState => ({ name: 'port', type: 'USB', online, status });
const bat = (status?: string, more: Partial<SupplyState> = {}): SupplyState => ({
  name: 'BAT0',
  type: 'Battery',
  status,
  ...more,
});
const ups = (status: string | undefined, online?: number): SupplyState => ({
  name: 'ups',
  type: 'UPS',
  status,
  online,
});

describe('where the power comes from', () => {
  it.each<[string, 'mains' | 'battery', readonly SupplyState[]]>([
    ['nothing at all', 'mains', []],
    ['a mouse that discharges', 'mains', [bat('Discharging', { scope: 'Device', online: 1 })]],
    ['no battery, and a port with nothing in it', 'mains', [port(0)]],
    ['an empty bay, and an adapter that says it is offline', 'mains', [ac(0), bat('Unknown', { present: 0 })]],
    ['plugged in and charging', 'mains', [ac(1), bat('Charging')]],
    ['plugged in and full', 'mains', [ac(1), bat('Full')]],
    ['plugged in below the charging threshold', 'mains', [ac(1), bat('Not charging')]],
    ['plugged into a charger that is too weak', 'mains', [ac(1), bat('Discharging')]],
    ['a programmable supply', 'mains', [ac(2), bat('Charging')]],
    ['unplugged', 'battery', [ac(0), bat('Discharging')]],
    ['unplugged, and the battery says nothing', 'battery', [ac(0), bat()]],
    ['unplugged, and the battery does not know', 'battery', [ac(0), bat('Unknown')]],
    ['just unplugged: full, and giving 9 W', 'battery', [ac(0), bat('Full', { watts: 9 })]],
    ['an adapter that is never seen while the battery charges', 'mains', [ac(0), bat('Charging', { watts: 20 })]],
    ['an adapter that is never seen while the battery is full', 'mains', [ac(0), bat('Full', { watts: 0 })]],
    ['charged through a port that says so', 'mains', [ac(0), port(1, 'Charging'), bat('Charging')]],
    ['charged through a port, too slowly', 'mains', [port(1, 'Charging'), bat('Discharging')]],
    ['charged through a port without a word of it', 'mains', [port(1), bat('Charging')]],
    ['fed through a port at the charging threshold', 'mains', [ac(0), port(1, 'Not charging'), bat('Not charging')]],
    ['a port that feeds a phone', 'battery', [ac(0), port(1, 'Discharging'), bat('Discharging')]],
    ['a port that feeds a phone without a word of it', 'battery', [ac(0), port(1), bat('Discharging')]],
    ['a port that feeds a phone, and no adapter to ask', 'battery', [port(1), bat('Discharging')]],
    ['plugged in and feeding a phone', 'mains', [ac(1), port(1, 'Discharging'), bat('Charging')]],
    [
      'a dock on one port, a phone on the other',
      'mains',
      [port(1, 'Discharging'), port(1, 'Charging'), bat('Charging')],
    ],
    ['two batteries, one at rest', 'battery', [ac(0), bat('Not charging'), bat('Discharging', { name: 'BAT1' })]],
    [
      'a base whose battery charges the tablet',
      'battery',
      [ac(0), bat('Charging'), bat('Discharging', { name: 'BAT1' })],
    ],
    ['two batteries, plugged in', 'mains', [ac(1), bat('Charging'), bat('Unknown', { name: 'BAT1' })]],
    ['only a battery that discharges', 'battery', [bat('Discharging')]],
    ['only a battery that is full', 'mains', [bat('Full')]],
    ['only a battery that says nothing', 'mains', [bat()]],
    ['a server on its UPS', 'battery', [ups('Discharging', 1)]],
    ['a server whose UPS is fed', 'mains', [ups('Full', 1)]],
    ['a server whose UPS says only that it is online', 'mains', [ups(undefined, 1)]],
    ['a wireless charger', 'mains', [{ name: 'qi', type: 'Wireless', online: 1 }, bat('Charging')]],
  ])('%s: %s', (_, expected, all) => {
    const { onMains, why } = sourceOfPower(all);
    expect(onMains ? 'mains' : 'battery').toBe(expected);
    expect(why).not.toBe('');
  });
});
