import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { temporary } from '../../../control/fixture.js';
import { latticectl } from '../../run.js';
import { used, usedJournal } from '../../used-journal.js';

const around = ['--since', '2026-11-22 08:00', '--until', '2026-11-22 10:00'];
const entries = [
  used('application', 'firefox', 60_000, 6000),
  used('application', 'ev\u001b[2Jil', 6000),
  used('application', '', 4000, 500),
  used('unit', 'session-2.scope', 70_000, 7500),
  used('idle', '', 30_000, 60_000),
  used('work', 'tokens decode', 6000, 20_000),
  used('work_package', 'frames game', 70_000, 1_000_000),
];

test('by application: shares that come to all, others and idle apart, names that do nothing, work by unit', async () => {
  const { code, stdout, stderr } = await latticectl([
    'report',
    ...around,
    '--by',
    'application',
    ...usedJournal(entries),
  ]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout.split('\n').map(line => line.trimEnd())).toEqual([
    'APPLICATION  ENERGY  SHARE  CPU TIME',
    'firefox      2.0 Wh   60 %    12 min  ████████████',
    'ev?[2Jil      720 J    6 %     2 min  █░░░░░░░░░░░',
    'others        480 J    4 %     1 min',
    'idle         1.0 Wh   30 %',
    '',
    'recorded for 2 h; shares of the packages’ energy',
    '',
  ]);
  const unit = await latticectl(['report', ...around, '--by', 'unit', ...usedJournal(entries)]);
  expect(unit.stdout).toMatch(/\nsession-2\.scope +2\.3 Wh +70 %/);
});

test('by gpu: what applications had of GPUs, apart from the packages’ energy', async () => {
  const gpus = [used('gpu', 'train', 90_000, 50_000), used('gpu', '', 6000, 500), used('gpu_idle', '', 24_000, 60_000)];
  const { stdout } = await latticectl(['report', ...around, '--by', 'gpu', ...usedJournal([...entries, ...gpus])]);
  expect(stdout.split('\n').map(line => line.trimEnd())).toEqual([
    'APPLICATION  ENERGY  SHARE    GPU TIME',
    'train        3.0 Wh   75 %  1 h 40 min  ████████████',
    'others        720 J    5 %       1 min',
    'idle         2880 J   20 %',
    '',
    'recorded for 2 h; shares of the GPUs’ energy',
    '',
  ]);
  const none = await latticectl(['report', ...around, '--by', 'gpu', ...usedJournal(entries)]);
  expect(none.stdout).toContain('nothing was recorded by gpu in that time');
});

test('as JSON, CSV and a page', async () => {
  const where = usedJournal(entries);
  const options = ['report', ...around, '--by', 'application', ...where];
  const { usage, work } = JSON.parse((await latticectl([...options, '--json'])).stdout);
  expect(usage).toMatchObject({
    by: 'application',
    users: [
      { name: 'firefox', joules: 7200, share: 0.6, cpuSeconds: 720 },
      { name: 'ev?[2Jil', joules: 720, share: 0.06, cpuSeconds: 120 },
    ],
    others: { joules: 480, share: 0.04, cpuSeconds: 60 },
    idle: { joules: 3600, share: 0.3 },
    joules: 12_000,
    recordedSeconds: 7200,
    nothing: null,
  });
  expect(work).toEqual([
    { name: 'game', unit: 'frames', units: 120_000, joules: 8400, joulesPerUnit: 0.07, of: 'package' },
    { name: 'decode', unit: 'tokens', units: 2400, joules: 720, joulesPerUnit: 0.3, of: 'application' },
  ]);
  const csv = (await latticectl([...options, '--format', 'csv'])).stdout.split('\r\n');
  const time = '2026-11-22T08:00:00.000Z,2026-11-22T10:00:00.000Z';
  expect(csv).toEqual([
    'application,kind,from,until,joules,share_percent,cpu_seconds',
    `firefox,named,${time},7200.000,60.00,720.000`,
    `ev?[2Jil,named,${time},720.000,6.00,120.000`,
    `,others,${time},480.000,4.00,60.000`,
    `,idle,${time},3600.000,30.00,`,
    '',
  ]);
  const file = join(temporary(), 'report.html');
  await latticectl([...options, '--format', 'html', '--output', file]);
  const page = readFileSync(file, 'utf8');
  expect(page).toContain('<span class="name">firefox</span></th><td>2.0 Wh</td><td>60 %</td>');
  expect(page).toContain('<dt>work</dt><dd>decode: 2400 tokens, 0.300 J each</dd>');
  expect(page).toContain('<span class="name">ev?[2Jil</span>');
});

test('where no energy is measured, by CPU time', async () => {
  const without = [used('cgroup', '/a', null, 3000), used('cgroup', '/b', null), used('idle', '', null, 60_000)];
  const { stdout } = await latticectl(['report', ...around, '--by', 'cgroup', ...usedJournal(without)]);
  expect(stdout).toMatch(/^CGROUP .*\n\/a +– +75 % +6 min .*\n\/b +– +25 % .*\nidle +– +– *\n/);
  expect(stdout).toContain('shares of CPU time');
});

test('where nothing was recorded it says why', async () => {
  const said = async (where: string[], ...time: string[]): Promise<string> =>
    (await latticectl(['report', ...time, '--by', 'application', ...where], { TZ: 'UTC' })).stdout.trim();
  expect(await said(usedJournal(entries), '--since', '2026-11-20', '--until', '2026-11-21')).toBe(
    'nothing was recorded by application in that time; the journal has some from 2026-11-22 08:00:00 to 2026-11-22 09:59:00',
  );
  expect(await said(usedJournal([], 'the kernel has no BTF'), ...around)).toBe(
    'nothing was recorded by application in that time, nor at any other: the kernel has no BTF',
  );
  expect(await said(usedJournal([]), ...around)).toMatch(
    /nor at any other: the daemon records it where BPF counts tasks/,
  );
});

test('an unknown part is refused with those that there are', async () => {
  const { code, stderr } = await latticectl(['report', '--by', 'aplication', ...usedJournal([])]);
  expect(code).toBe(2);
  expect(stderr).toContain('application, cgroup, unit, gpu');
  expect(stderr).toContain('(did you mean application?)');
});
