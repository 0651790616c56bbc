import { describe, expect, it, onTestFinished } from 'vitest';
import type { ProcessRow } from '../../../../src/machine/linux/gpu/process-row.js';
import { GpuProcesses } from '../../../../src/machine/linux/gpu/processes.js';
import { gpu } from '../../../fixtures/nvidia-smi-stand-in.js';
import { standInForTest } from '../../../fixtures/stand-in-for-test.js';
import { until } from '../../../rig/poll.js';

const running = (name: string, busy: number) => [{ pid: 4242, busy, name }];

function following(gpus = [gpu(0, { processes: running('train', 80) }), gpu(1, { processes: running('serve', 30) })]) {
  const standIn = standInForTest(gpus);
  const rows: ProcessRow[] = [];
  const processes = new GpuProcesses(standIn.path, row => rows.push(row), 1);
  onTestFinished(() => processes.follow([]));
  const rowOf = (name: string) =>
    until(
      `a row of ${name}`,
      () => rows.find(row => row.name === name),
      row => row !== undefined,
    );
  return { standIn, processes, rows, rowOf, monitors: () => standIn.calls().filter(({ args }) => args[0] === 'pmon') };
}

describe('processes of GPUs', () => {
  it('are told for the GPUs that are followed', async () => {
    const { processes, rows, rowOf } = following();
    processes.follow([1]);
    expect(await rowOf('serve')).toEqual({ index: 1, pid: 4242, name: 'serve', busy: 0.3 });
    expect(rows.some(({ index }) => index === 0)).toBe(false);
    processes.follow([0, 1]);
    expect(await rowOf('train')).toMatchObject({ index: 0, busy: 0.8 });
  });

  it('come from one nvidia-smi for four GPUs, and from none where none is followed', async () => {
    const { processes, monitors, rowOf } = following(
      Array.from({ length: 5 }, (_, i) => gpu(i, { processes: running(`job${i}`, 50) })),
    );
    processes.follow([4, 0, 1, 2, 3]);
    await rowOf('job4');
    await rowOf('job3');
    // Which of the two begins first is the machine's choice.
    expect(
      monitors()
        .map(({ args }) => args[2])
        .sort(),
    ).toEqual(['0,1,2,3', '4']);
    processes.follow([]);
    const alive = () =>
      monitors().filter(({ pid }) => {
        try {
          return process.kill(pid, 0);
        } catch {
          return false;
        }
      });
    await until('their end', alive, pids => pids.length === 0);
  });

  it('come again after nvidia-smi ended', async () => {
    const { processes, standIn, rows, rowOf, monitors } = following();
    processes.follow([0]);
    await rowOf('train');
    standIn.faults({ exit: { text: 'GPU is lost', code: 15 } });
    await until(
      'another try',
      () => monitors().length,
      n => n > 1,
    );
    standIn.faults({});
    rows.length = 0;
    await rowOf('train');
  });
});
