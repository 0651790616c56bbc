import { expect, it } from 'vitest';
import { withHeat } from '../../src/model/heat-sources.js';
import { factsOf } from '../../src/model/names.js';
import { topology } from '../governor/situation.js';

function heat(zones: readonly string[], chips: readonly string[]): readonly string[] {
  const signals = chips
    .map(name => ({ name: `hwmon.${name}.temp`, unit: 'C', kind: 'gauge' as const }))
    .map(s => ({
      ...s,
      ...factsOf(s.name),
    }));
  const machine = {
    signals,
    topology: { ...topology(), zones: zones.map(type => ({ signal: `zone.${type}.temp`, type, trips: [] })) },
  };
  return withHeat(machine).topology.zones.map(z => z.signal);
}

it.each<[string, readonly string[], readonly string[], readonly string[]]>([
  ['a die and its offset twin', [], ['k10temp.Tctl', 'k10temp.Tdie', 'k10temp.Tccd1'], ['k10temp.Tdie']],
  ['no die: the control temperature carries no offset', [], ['k10temp.Tctl', 'k10temp.Tccd1'], ['k10temp.Tctl']],
  ['packages, not their cores', [], ['coretemp.Package_id_0', 'coretemp.Core_0'], ['coretemp.Package_id_0']],
  [
    'two packages',
    [],
    ['coretemp.Package_id_0', 'coretemp.1.Package_id_1'],
    ['coretemp.Package_id_0', 'coretemp.1.Package_id_1'],
  ],
  ['another driver', [], ['zenpower.Tdie', 'zenpower.Tctl'], ['zenpower.Tdie']],
  ['ARM', [], ['cpu_thermal.temp1'], ['cpu_thermal.temp1']],
  ['a drive and a board are no processors', [], ['nvme.Composite', 'nct6798.SYSTIN'], []],
])('%s', (_, zones, chips, expected) => {
  expect(heat(zones, chips)).toEqual(expected.map(name => `hwmon.${name}.temp`));
});

it('chips are not asked where a zone is in the processors, and are beside those that are not', () => {
  expect(heat(['x86_pkg_temp'], ['coretemp.Package_id_0'])).toEqual(['zone.x86_pkg_temp.temp']);
  expect(heat(['acpitz', 'iwlwifi_1'], ['k10temp.Tctl'])).toEqual([
    'zone.acpitz.temp',
    'zone.iwlwifi_1.temp',
    'hwmon.k10temp.Tctl.temp',
  ]);
});
