import { expect, test } from 'vitest';
import { mostOthers, otherReaders } from '../../../src/model/sensing/other-sensor.js';
import { Span } from '../../../src/model/sensing/span.js';
import type { SignalKind, SignalSpec } from '../../../src/model/signals.js';

const signal = (name: string, role: string, scope: string, unit: string, kind: SignalKind): SignalSpec => ({
  name,
  role,
  scope,
  unit,
  kind,
});

test('what nothing else reads is told by name, a counter by its growth a second', () => {
  const signals = [
    signal('cpu0.busy', 'busy', 'cpu0', 'ns', 'counter'),
    signal('policy0.young_8ms', 'young', 'policy0', 'ns', 'counter'),
    signal('zone.cpu.temp', 'temperature', 'zone.cpu', 'C', 'gauge'),
    signal('hwmon.nvme.Composite.temp', 'temperature', 'hwmon.nvme.Composite', 'C', 'gauge'),
    signal('hwmon.thinkpad.fan1.fan', 'fan', 'hwmon.thinkpad.fan1', 'rpm', 'gauge'),
    signal('lid.opened', 'opened', 'lid', 'count', 'counter'),
    signal('dock', 'dock', 'machine', 'bool', 'state'),
    signal('policy0.young_4ms', 'young', 'policy0', 'ns', 'counter'),
    signal('policy0.raises', 'raises', 'policy0', 'count', 'counter'),
    signal('policy0.raised', 'raised', 'policy0', 'ns', 'counter'),
    signal('policy0.spared', 'spared', 'policy0', 'count', 'counter'),
  ];
  const span = new Span(signals);
  const others = otherReaders(signals, span);
  const told = () => others.map(({ name, unit, value }) => [name, unit, value]);
  span.take(Float64Array.of(0, 9, 50, 40, 2400, 7, 1), undefined, 0);
  expect(told()).toEqual([
    ['hwmon.thinkpad.fan1.fan', 'rpm', 2400],
    ['lid.opened', 'count/s', undefined],
    ['hwmon.nvme.Composite.temp', 'C', 40],
  ]);
  span.take(Float64Array.of(0, 9, 50, Number.NaN, 2500, 11, 1), Float64Array.of(0, 9, 50, 40, 2400, 7, 1), 2);
  expect(told().map(([, , value]) => value)).toEqual([2500, 2, undefined]);
});

test('of too many, those of unknown roles are kept first', () => {
  const chips = Array.from({ length: mostOthers }, (_, i) =>
    signal(`hwmon.coretemp.Core_${i}.temp`, 'temperature', `hwmon.coretemp.Core_${i}`, 'C', 'gauge'),
  );
  const signals = [...chips, signal('hwmon.ec.fan1.fan', 'fan', 'hwmon.ec.fan1', 'rpm', 'gauge')];
  const others = otherReaders(signals, new Span(signals));
  expect(others).toHaveLength(mostOthers);
  expect(others[0]?.name).toBe('hwmon.ec.fan1.fan');
});
