import { chmodSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../control/fixture.js';
import { latticectl } from './run.js';

/** A directory with a baseline, and a helper that answers --once with `baseline` and the limits as they are now. */
function left(baseline: object, kept: object = {}) {
  const directory = temporary();
  writeFileSync(join(directory, 'baseline.json'), JSON.stringify({ boot_id: 'b', baseline, kept }));
  const control = (name: string, value: number | string) => ({
    name,
    unit: 'kHz',
    min: 4e5,
    max: 44e5,
    value,
    writable: true,
  });
  const hello = {
    t: 'hello',
    protocol: 1,
    version: '0.1.0',
    boot_id: 'b',
    epoch: 1,
    root: '/',
    read_only: true,
    signals: [],
    controls: [
      control('policy0.min_freq', 400_000),
      control('policy0.max_freq', 2_000_000),
      control('policy0.epp', 'power'),
      { ...control('supply.BAT0.charge_stop', 80), unit: 'percent' },
    ],
    missing: [],
    topology: {
      cpus: [],
      policies: [],
      zones: [],
      supplies: [],
      sensors: { busy: 'none', counters: 'none', energy: 'none' },
    },
    baseline,
    kept,
  };
  const helper = join(directory, 'helper');
  writeFileSync(helper, `#!/bin/sh\ncat <<'END'\n${JSON.stringify({ hello, sample: {} })}\nEND\n`);
  chmodSync(helper, 0o755);
  const where = ['--runtime-dir', directory, '--state-dir', directory];
  return {
    directory,
    verify: (...args: string[]) => latticectl(['verify', ...args, ...where], { LATTICE_HELPER: helper }),
  };
}

test('what a dead daemon left changed is listed with how to put it back', async () => {
  const { directory, verify } = left({
    'policy0.min_freq': 400_000,
    'policy0.max_freq': 'unlimited',
    'policy0.epp': 'balance_power',
  });
  const { code, stdout } = await verify();
  expect(code).toBe(1);
  expect(stdout).toBe(`no latticed running
policy0.max_freq reads 2.00 GHz, and was unlimited before latticed changed it
policy0.epp reads power, and was balance_power before latticed changed it
→ put it back with \`sudo ${directory}/helper --restore --runtime-dir ${directory}\`
no journal
`);
  const { stdout: json } = await verify('--json');
  expect(JSON.parse(json)).toMatchObject({
    agreed: false,
    left: {
      controls: [{ name: 'policy0.max_freq', baseline: 'unlimited', value: 2_000_000 }, { name: 'policy0.epp' }],
    },
  });
});

test('values that are back are not left over', async () => {
  const { verify } = left({ 'policy0.max_freq': 2_000_000 });
  expect(await verify()).toMatchObject({
    code: 0,
    stdout: 'no latticed running\nNothing was left changed.\nno journal\n',
  });
});

test('a charge limit that stays by configuration is told, and nothing is wrong with it', async () => {
  const { directory, verify } = left({}, { 'supply.BAT0.charge_stop': 100 });
  const { code, stdout } = await verify();
  expect(code).toBe(0);
  expect(stdout).toBe(`no latticed running
Nothing was left changed.
supply.BAT0.charge_stop reads 80 % and stays so, as it is configured; it was 100 % before
→ \`sudo systemctl stop lattice-helper\`, then \`sudo ${directory}/helper --restore-kept --runtime-dir ${directory}\` puts that back too
no journal
`);
  const { stdout: json } = await verify('--json');
  expect(JSON.parse(json)).toMatchObject({
    agreed: true,
    left: { controls: [], kept: [{ value: 80, baseline: 100 }] },
  });
});

test('a baseline that is damaged is not taken for one that was restored', async () => {
  const { directory, verify } = left({});
  writeFileSync(join(directory, 'baseline.json'), '{"boot_id": "b", "val');
  const { code, stdout } = await verify();
  expect(code).not.toBe(0);
  expect(stdout).toContain('baseline.json: is damaged: what was changed is not known');
});
