import { spawn } from 'node:child_process';
import { describe, expect, it, onTestFinished } from 'vitest';
import { helperPath } from '../../../src/machine/linux/helper/helper-path.js';
import { DaemonRun } from '../../fixtures/daemon.js';
import { kernelTellsAges, withKernelBusy } from '../../fixtures/kernel-busy.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';
import { until } from '../../rig/poll.js';

async function daemonWith(helper: string) {
  const run = new DaemonRun({ tree: treeForTest('intel-hybrid'), env: { LATTICE_HELPER: helper } });
  await until(
    'its first tick',
    () => run.status(),
    status => status !== undefined && status.ticks > 0,
  );
  const client = await run.client();
  onTestFinished(() => client.close());
  return { run, client };
}

describe('tasks where the helper can’t tell them', () => {
  it('are refused with the reason, and the log says once what that means', async () => {
    const { run, client } = await daemonWith(helperPath());
    await expect(client.tasks({})).rejects.toThrow(
      'tasks can’t be had: BPF observes the running kernel, not this tree',
    );
    await expect(client.tasks({})).rejects.toThrow('tasks can’t be had');
    expect(run.stderr.split('energy is not told by application').length).toBe(2);
  });
});

describe.skipIf(!kernelTellsAges())('tasks of the running kernel', () => {
  it('are told by what they do: one that burns is steady', async () => {
    const { client } = await daemonWith(withKernelBusy());
    const script = 'for (;;);';
    const burner = spawn(process.execPath, ['-e', script], { stdio: 'ignore' });
    onTestFinished(() => void burner.kill('SIGKILL'));
    const told = await until(
      'the burner',
      async () => {
        const { rows } = await client.tasks({ sort: 'cpu', limit: 500 });
        return rows.find(row => row.pid === burner.pid);
      },
      row => row?.class === 'steady',
    );
    expect(told).toMatchObject({ pid: burner.pid, tasks: 1 });
    const groups = await client.tasks({ by: 'process', sort: 'cpu', limit: 500 });
    expect(groups.rows.some(row => row.pid === burner.pid && row.cpu > 0)).toBe(true);
  });

  it('stay bounded while thousands come and go that live for a moment', async () => {
    const { client } = await daemonWith(withKernelBusy());
    // 50 at a time: a shell that waits for none starves a busy machine, and the daemon on it.
    const storm = 'while :; do i=0; while [ $i -lt 50 ]; do /bin/true & i=$((i + 1)); done; wait; done';
    const forks = spawn('/bin/sh', ['-c', storm], { stdio: 'ignore', detached: true });
    onTestFinished(() => {
      if (forks.pid !== undefined) process.kill(-forks.pid, 'SIGKILL');
    });
    const seen = await until(
      'some that lived for a moment',
      () => client.tasks({ by: 'process', limit: 500 }),
      ({ rows }) => rows.filter(row => row.name === 'true').length > 5,
    );
    expect(seen.rows.length).toBeLessThanOrEqual(500);
    for (const { cpu, watts } of seen.rows) expect(cpu >= 0 && (watts ?? 0) >= 0).toBe(true);
  });
});
