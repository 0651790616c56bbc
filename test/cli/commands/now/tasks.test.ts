import { expect, test } from 'vitest';
import type { TasksStatus } from '../../../../src/control/protocol/operations/tasks.js';
import { serving, temporary } from '../../../control/fixture.js';
import { MadeSource, madeTaskRow, madeTasks } from '../../../control/made.js';
import { DaemonRun } from '../../../fixtures/daemon.js';
import { until } from '../../../rig/poll.js';
import { latticectl } from '../../run.js';

/** A daemon with a process that chose its name to do harm. */
class HostileSource extends MadeSource {
  override async tasks(): Promise<TasksStatus> {
    return madeTasks({ rows: [madeTaskRow({ name: '\u001b[2J\u202egnp\r\n' })] });
  }
}

test('one table where there is no terminal; a name moves no cursor', async () => {
  const { directory } = await serving(new HostileSource());
  const { code, stdout, stderr } = await latticectl(['tasks', '--runtime-dir', directory]);
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  expect(stdout).toContain(
    '4321  25.0 %  1.5 W      60        62  periodic  16.7 ms  500 µs   0.90      ∞  ?[2J?gnp??',
  );
  expect(stdout).not.toContain('\u001b');
});

test('one document with --json, which says what was asked for', async () => {
  const { directory } = await serving();
  const args = ['tasks', '--json', '--by', 'unit', '--sort', 'wakeups', '--runtime-dir', directory];
  const { code, stdout } = await latticectl(args);
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({ machine: 'linux', simulated: false, by: 'unit', sort: 'wakeups' });
});

test.each([
  [['--sort', 'size'], "option '--sort <what>' argument 'size' is invalid. Allowed choices are energy, cpu, period"],
  [
    ['--by', 'user'],
    "option '--by <part>' argument 'user' is invalid. Allowed choices are task, process, cgroup, unit",
  ],
])('%s is refused with what is expected', async (args, why) => {
  const { code, stderr } = await latticectl(['tasks', ...args, '--runtime-dir', temporary()]);
  expect(code).toBe(2);
  expect(stderr).toContain(why);
});

test('where tasks can’t be had one sentence says why', async () => {
  const source = new MadeSource();
  const { directory } = await serving(source);
  source.tasks = () => Promise.reject(new Error('tasks can’t be had: the kernel has no BTF'));
  const { code, stdout, stderr } = await latticectl(['tasks', '--runtime-dir', directory]);
  expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
  expect(stderr.trim()).toBe('latticectl: tasks can’t be had: the kernel has no BTF');
});

test('a simulated machine tells its simulated tasks, and their energy and idle sum to the package’s', async () => {
  const run = new DaemonRun({ args: ['--simulate', 'laptop'] });
  await until(
    'its first tick',
    () => run.status(),
    status => status !== undefined && status.ticks > 0,
  );
  const tell = async (): Promise<TasksStatus & { simulated: boolean }> =>
    JSON.parse((await latticectl(['tasks', '--json', '--runtime-dir', run.runtimeDir])).stdout);
  const told = await until('a task that ran', tell, ({ rows }) => rows.some(row => row.cpu > 0.05));
  expect(told.simulated).toBe(true);
  const used = told.rows.reduce((sum, row) => sum + (row.watts ?? Number.NaN), told.idleWatts ?? Number.NaN);
  expect(used).toBeCloseTo(told.packageWatts ?? 0, 6);
  const { stdout } = await latticectl(['tasks', '--by', 'unit', '--runtime-dir', run.runtimeDir]);
  expect(stdout).toContain('SIMULATED');
});
