import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { described, machineWith, setInTime, start, untilMissing } from '../fixtures/gpu-machine.js';
import { gpu } from '../fixtures/nvidia-smi-stand-in.js';
import { helperPid, runs } from '../fixtures/process.js';
import { folderForTest } from '../fixtures/scratch.js';
import { policyFile } from '../fixtures/trees/tree.js';
import { until } from '../rig/poll.js';

/** A program in nvidia-smi's place. */
function program(lines: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'lattice-babble-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const path = join(folder, 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${lines}\n`);
  chmodSync(path, 0o755);
  return path;
}

const childrenOf = (pid: number): string[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean);

/** Seconds of CPU time that a process has used. */
function cpuSeconds(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8')
    .replace(/^.*\) /, '')
    .split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

/** The same at its end. */
async function cpuSecondsAtEnd(pid: number): Promise<number> {
  let used = Number.NaN;
  const look = (): boolean => {
    if (!runs(pid)) return false;
    used = cpuSeconds(pid);
    return true;
  };
  await until('its end', look, alive => !alive, { every: 5 });
  return used;
}

// Its pipe was read for as long as there was something in it: answers took 7.6 s, the end 9.1 of systemd's 10 s, and the baseline stayed.
describe('an nvidia-smi that never stops printing', () => {
  it.each([
    ['lines', "exec yes 'GPU-00000000, 1, 2, 3, Disabled, babble'"],
    ['zeros, in its own time', 'trap "" TERM; while :; do head -c 3000000 /dev/zero; done'],
  ])('%s: sets are answered, the end puts back, and it is killed', async (_, lines) => {
    const machine = machineWith([gpu(0), gpu(1)]);
    const run = await start(machine, { nvidiaSmi: program(lines) });
    const pid = await helperPid(run.runtimeDir);
    // By its own clock: how long it has to wait for a CPU is the machine's affair.
    let used = cpuSeconds(pid);
    for (let khz = 1_000_000; khz < 2_000_000; khz += 100_000) {
      expect(await run.set({ 'policy0.max_freq': khz })).toEqual({ 'policy0.max_freq': { value: khz } });
      const now = cpuSeconds(pid);
      expect(now - used).toBeLessThan(1);
      used = now;
    }
    expect(await untilMissing(run, /printed more than 256 KiB and was killed/)).toBeDefined();
    used = cpuSeconds(pid);
    const [atItsEnd] = await Promise.all([cpuSecondsAtEnd(pid), run.machine.stop()]);
    expect(atItsEnd - used).toBeLessThan(1);
    expect(machine.tree.read(policyFile(0, 'scaling_max_freq'))).toBe('4700000');
    expect(run.baselineText()).toBeUndefined();
  });

  it('when it sets a clock: the set is refused in its words, and the baseline keeps what is owed', async () => {
    const machine = machineWith();
    const path = program(`case "$*" in *-lgc*|*-rgc*) exec yes ;; *) exec '${machine.standIn.path}' "$@" ;; esac`);
    const run = await described(machine, 1, { nvidiaSmi: path });
    expect(await setInTime(run, { 'gpu0.max_clock': 900_000 })).toMatchObject({
      'gpu0.max_clock': { errno: 'EBADMSG', why: 'nvidia-smi printed more than 256 KiB and was killed' },
    });
    expect(Object.keys(JSON.parse(run.baselineText() ?? '{}').values)).toEqual(['gpu0.max_clock']);
  });
});

// Its end of the pipe did not wait either: when the helper was slow, writes failed and the answer was cut short.
it('an nvidia-smi that has much to say waits until it is heard', async () => {
  const machine = machineWith();
  const stopped = join(folderForTest('stopped'), 'stopped');
  const flood = `until [ -e '${stopped}' ]; do sleep 0.05; done; head -c 200000 /dev/zero | tr '\\0' ' ' || exit 9`;
  // The stand-in would have to start within the 4 s as well.
  const done = `echo 'GPU clocks set to "(gpuClkMin 210, gpuClkMax 900)" for GPU 00000000:01:00.0'; echo 'All done.'`;
  const path = program(`case "$*" in *-lgc*) ${flood}; ${done} ;; *) exec '${machine.standIn.path}' "$@" ;; esac`);
  const run = await described(machine, 1, { nvidiaSmi: path });
  const pid = await helperPid(run.runtimeDir);
  const outcome = run.set({ 'gpu0.max_clock': 900_000 });
  await until(
    'nvidia-smi is running',
    () => childrenOf(pid).length,
    count => count > 0,
  );
  process.kill(pid, 'SIGSTOP');
  writeFileSync(stopped, '');
  await new Promise(resolve => setTimeout(resolve, 500));
  process.kill(pid, 'SIGCONT');
  expect(await outcome).toEqual({ 'gpu0.max_clock': { value: 900_000 } });
});

// The end of a pipe is always ready to be read.
it('an nvidia-smi that closes its output and stays: the helper sleeps', async () => {
  const run = await start(machineWith(), { nvidiaSmi: program('exec sleep 3 >&- 2>&-') });
  const pid = await helperPid(run.runtimeDir);
  const before = cpuSeconds(pid);
  await new Promise(resolve => setTimeout(resolve, 1500));
  expect(cpuSeconds(pid) - before).toBeLessThan(0.1);
});
