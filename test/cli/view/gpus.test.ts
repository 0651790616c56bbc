import { expect, test } from 'vitest';
import { diagnose } from '../../../src/cli/doctor/diagnose.js';
import { plainStyle } from '../../../src/cli/render/style.js';
import { columns } from '../../../src/cli/render/text.js';
import { frame } from '../../../src/cli/top/frame.js';
import { firstView } from '../../../src/cli/top/model.js';
import { gpuLines } from '../../../src/cli/view/gpus.js';
import type { GpuStatus } from '../../../src/control/protocol/status.js';
import { madeDescription, madeStatus } from '../../control/made.js';

const busy: GpuStatus = {
  scope: 'gpu0',
  uuid: 'GPU-0',
  name: 'NVIDIA GeForce RTX 4080 SUPER',
  busy: 0.98,
  memoryBusy: 0.85,
  watts: 213.4,
  clock: 1_500_000,
  maxClock: 1_500_000,
  celsius: 67,
  powerLimit: 320,
  heldBy: ['power limit'],
  reasons: [],
  explanation: null,
};
const silent: GpuStatus = {
  ...busy,
  scope: 'gpu1',
  busy: null,
  memoryBusy: null,
  watts: null,
  clock: null,
  maxClock: null,
  celsius: null,
  powerLimit: null,
  heldBy: [],
};

test('a table of GPUs in status; what is missing is a dash', () => {
  expect(gpuLines([busy, silent], { ...plainStyle, width: 120 })).toEqual([
    '',
    'GPU        NOW     LIMIT  BUSY  MEMORY  POWER   HEAT  HELD BY      BOUND BY  NAME',
    'gpu0  1.50 GHz  1.50 GHz  98 %    85 %  213 W  67 °C  power limit  –         NVIDIA GeForce RTX 4080 SUPER',
    'gpu1         –         –     –       –      –      –  –            –         NVIDIA GeForce RTX 4080 SUPER',
  ]);
  expect(gpuLines([], plainStyle)).toEqual([]);
});

test('a line a GPU in top, none wider than the terminal, and the keys stay in view', () => {
  const status = madeStatus({ gpus: [busy, silent] });
  for (const width of [40, 80, 120]) {
    const lines = frame(firstView(status), width, 24, plainStyle);
    expect(lines).toHaveLength(24);
    expect(Math.max(...lines.map(columns))).toBeLessThanOrEqual(width);
    expect(lines.at(-1)).toMatch(/^ q quit/);
  }
  const lines = frame(firstView(status), 100, 24, plainStyle);
  expect(lines.find(l => l.startsWith(' gpu0'))).toMatch(
    /213 W .*█.*1\.50 GHz {2}limit 1\.50 GHz {2}memory 85 % {2}67 °C/,
  );
  expect(lines.find(l => l.startsWith(' gpu1'))).toMatch(/– .*not measured/);
});

test('doctor names a measured GPU, and says how to get nvidia-smi for one that is not', () => {
  const made = madeDescription();
  const description = {
    ...made,
    topology: { ...made.topology, gpus: [{ id: 0, uuid: 'GPU-0', name: 'RTX', clocks: [], power_limit: null }] },
    missing: [{ what: 'gpu1', why: 'nvidia-smi is not installed' }],
  };
  const findings = diagnose({
    version: '0.1.0',
    startAdvice: 'start it with `npm start`',
    daemon: madeStatus(),
    description,
    rivals: [],
    journal: undefined,
  });
  expect(findings.find(f => f.name === 'gpu0')).toMatchObject({
    area: 'sensors',
    level: 'ok',
    text: 'RTX by nvidia-smi',
  });
  expect(findings.find(f => f.name === 'gpu1')).toMatchObject({
    area: 'not here',
    advice: expect.stringContaining('apt-get install'),
  });
});
