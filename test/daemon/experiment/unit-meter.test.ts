import { expect, test } from 'vitest';
import { UnitMeter } from '../../../src/daemon/experiment/unit-meter.js';
import { nanoseconds } from '../../../src/model/units.js';

const at = (seconds: number) => nanoseconds(seconds * 1e9);

test('of a batch across the end of the washout the part after it counts', () => {
  const meter = new UnitMeter();
  meter.begin(at(100), 3000);
  meter.add('frames', 999);
  meter.settle(at(102));
  for (let i = 0; i < 4; i++) meter.add('frames', 10);
  meter.settle(at(106));
  meter.add('frames', 7);
  meter.settle(at(110));
  meter.add('frames', 1e6);
  // Of the 7 s after the washout all were measured.
  expect(meter.figures(7)).toEqual([{ unit: 'frames', amount: 37, messages: 4 }]);
});

test('where energy was not known all the time, units are told of as much time', () => {
  const meter = new UnitMeter();
  meter.begin(at(0), 0);
  meter.add('tokens', 50);
  meter.settle(at(10));
  expect(meter.figures(8)).toEqual([{ unit: 'tokens', amount: 40, messages: 1 }]);
});

test('each period begins anew, with the units of the experiment; of more than eight only messages are counted', () => {
  const meter = new UnitMeter();
  meter.begin(at(0), 0);
  for (let i = 0; i < 10; i++) meter.add(`u${i}`, 5);
  meter.settle(at(1));
  const told = meter.figures(1);
  expect(told).toHaveLength(9);
  expect(told.at(-1)).toEqual({ unit: '', amount: 0, messages: 2 });
  meter.begin(at(1), 0);
  for (const unit of ['u9', 'u7']) meter.add(unit, 5);
  meter.settle(at(2));
  expect(meter.figures(1)).toEqual([
    { unit: '', amount: 0, messages: 1 },
    { unit: 'u7', amount: 5, messages: 1 },
  ]);
});
