import { expect, it } from 'vitest';
import { byDevice } from '../../../src/daemon/loop/by-device.js';
import { controlNames } from '../../../src/model/control-names.js';

const names = controlNames([]);

it('GPUs are written apart from everything else and from each other', () => {
  const cpu = { 'policy0.max_freq': 1, boost: 0, 'package0.long_term.limit': 5 };
  expect(byDevice({ ...cpu, 'gpu0.max_clock': 2, 'gpu1.max_clock': 3, 'gpu0.power_limit': 4 }, names)).toEqual([
    cpu,
    { 'gpu0.max_clock': 2, 'gpu0.power_limit': 4 },
    { 'gpu1.max_clock': 3 },
  ]);
  expect(byDevice({}, names)).toEqual([]);
});
