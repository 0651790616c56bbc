import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../../../control/fixture.js';
import { makeJournal } from '../../made-journal.js';
import { latticectl } from '../../run.js';

const where = (directory: string) => ['--state-dir', directory, '--runtime-dir', directory];

test('decisions come newest first, with scope, limits, length and the rule that binds', async () => {
  const directory = temporary();
  makeJournal(directory);
  const { code, stdout } = await latticectl(['decisions', ...where(directory)]);
  expect(code).toBe(0);
  const [head, ...rows] = stdout.trimEnd().split('\n');
  expect(head).toMatch(/^TIME +SCOPE +LIMITS +EPP +FOR +TICKS +BOUND BY$/);
  expect(rows.map(row => row.replace(/^.*(20:0\d:\d\d)/, '$1'))).toEqual([
    '20:03:00  policy0  0.80–3.10 GHz  balance_power  30 s      2  thermal (only observed)',
    '20:02:00  policy4  0.80–3.10 GHz  balance_power  30 s    300  –',
    '20:01:00  policy0  0.80–3.10 GHz  balance_power  30 s    300  thermal',
  ]);
});

test('decisions of a scope that there is not are an error that names those there are', async () => {
  const directory = temporary();
  makeJournal(directory);
  const { code, stdout, stderr } = await latticectl(['decisions', '--scope', 'nonsense', ...where(directory)]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr).toMatch(/^latticectl: nonsense: no such scope, expected one of policy0/);
});

test('decisions can be narrowed by scope, number and time; --json gives whole rows', async () => {
  const directory = temporary();
  makeJournal(directory);
  const keys = async (...options: string[]): Promise<number[]> => {
    const { stdout } = await latticectl(['decisions', '--json', ...options, ...where(directory)]);
    return JSON.parse(stdout).decisions.map((d: { key: number }) => d.key);
  };
  expect(await keys('--scope', 'policy0')).toEqual([3, 1]);
  expect(await keys('--limit', '1')).toEqual([3]);
  expect(await keys('--since', '2026-11-22 20:02')).toEqual([3, 2]);
  expect(await keys('--since', '2026-11-23')).toEqual([]);
  const { stdout } = await latticectl(['decisions', '--json', '--limit', '1', ...where(directory)]);
  expect(JSON.parse(stdout)).toMatchObject({
    simulated: false,
    machine: 'linux',
    decisions: [
      { scope: 'policy0', mode: 'observe', ticks: 2, features: { busy: 0.45 }, reasons: [{ rule: 'thermal' }] },
    ],
  });
});

test('explain works without a daemon, in the governor’s words', async () => {
  const directory = temporary();
  makeJournal(directory);
  const { code, stdout } = await latticectl(['explain', 'policy0', ...where(directory)]);
  expect(code).toBe(0);
  expect(stdout).toMatch(
    /^no latticed running; as it was when last seen, 2026-11-22 20:03:30:\npolicy0 {2}Up to 3\.10 GHz: x86_pkg_temp is at 88 °C, its limit 95 °C\n$/,
  );
});

test('status without a daemon fails, and says when it was last seen and what it said', async () => {
  const directory = temporary();
  makeJournal(directory);
  const { code, stdout, stderr } = await latticectl(['status', ...where(directory)]);
  expect(code).toBe(1);
  expect(stderr).toContain('no latticed running');
  expect(stdout).toContain(
    'last seen 2026-11-22 20:04:00 on linux (latticed 0.1.0, started 2026-11-22 20:00:00; it ended cleanly)',
  );
  expect(stdout).toContain('  policy4  Any clock up to 3.10 GHz');
  const json = await latticectl(['status', '--json', ...where(directory)]);
  expect(JSON.parse(json.stdout)).toMatchObject({ running: false, simulated: false, run: { version: '0.1.0' } });
});

test('a simulated run is labelled after its end, too', async () => {
  const directory = temporary();
  makeJournal(directory, { simulated: true, machine: 'simulated laptop' });
  for (const command of ['status', 'explain', 'decisions']) {
    expect((await latticectl([command, ...where(directory)])).stdout, command).toMatch(
      /^ SIMULATED {2}simulated laptop/,
    );
    expect(JSON.parse((await latticectl([command, '--json', ...where(directory)])).stdout)).toMatchObject({
      simulated: true,
    });
  }
});

test('no journal at all is said with the place', async () => {
  const directory = temporary();
  const { code, stderr } = await latticectl(['decisions', ...where(directory)]);
  expect(code).toBe(1);
  expect(stderr).toBe(
    `latticectl: no journal in ${directory}: latticed has not run yet, or --state-dir names another place\n`,
  );
});

test('verify without a daemon: nothing left and a sound journal is fine, a damaged one is not', async () => {
  const directory = temporary();
  const path = makeJournal(directory);
  const good = await latticectl(['verify', ...where(directory)]);
  expect(good).toMatchObject({ code: 0, stderr: '' });
  expect(good.stdout).toBe(`no latticed running\nNothing was left changed.\nThe journal ${path} is sound.\n`);
  truncateSync(path, 9000);
  const bad = await latticectl(['verify', ...where(directory)]);
  expect(bad.code).toBe(1);
  expect(bad.stdout).toContain(`The journal ${path} is damaged: `);
});

test('verify fails when a baseline is there that no helper can look at', async () => {
  const directory = temporary();
  writeFileSync(join(directory, 'baseline.json'), '{}');
  const { code, stdout } = await latticectl(['verify', ...where(directory)], { LATTICE_HELPER: '/nonexistent/helper' });
  expect(code).toBe(1);
  expect(stdout).toContain(
    `${directory}/baseline.json is there, and whether it was restored can't be seen: no lattice-helper at /nonexistent/helper`,
  );
});
