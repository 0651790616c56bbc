import { describe, expect, it } from 'vitest';
import { decodeTasks, type TaskFrame } from '../../../../src/machine/linux/tasks/task-frame.js';
import { TaskRequests } from '../../../../src/machine/linux/tasks/task-requests.js';
import { taskBody } from './tasks-support.js';

function frameOf(id: number, pids: readonly number[]): TaskFrame {
  const frame = decodeTasks(
    taskBody(
      id,
      pids.map(pid => ({ pid })),
    ),
  );
  if (frame === undefined) throw new Error('no frame');
  return frame;
}

const counts = { size: 64, seen: 3, created: 9, ended: 4, replaced: 1, refused: 0, evicted: 1 };

describe('TaskRequests', () => {
  it('asks in the words of the protocol, and gathers the frames of its own request', async () => {
    const requests = new TaskRequests();
    const sent: object[] = [];
    const answer = requests.ask(5, { holdSeconds: 10, size: 64, cgroup: 7 }, request => sent.push(request) > 0);
    expect(sent).toEqual([{ id: 5, op: 'tasks', hold_s: 10, size: 64, cgroup: 7 }]);
    requests.take(frameOf(5, [1, 2]));
    requests.take(frameOf(4, [99]));
    requests.take(frameOf(5, [3]));
    expect(requests.acknowledged(4, {})).toBe(false);
    expect(requests.acknowledged(5, { tasks: { ...counts, uncounted: 'no PMU' } })).toBe(true);
    const table = await answer;
    expect(table.tasks.map(t => t.pid)).toEqual([1, 2, 3]);
    expect(table).toMatchObject({ size: 64, created: 9, ended: 4, evicted: 1, uncounted: 'no PMU' });
    expect(requests.acknowledged(5, {})).toBe(false);
  });

  it('tells why there are none', async () => {
    const requests = new TaskRequests();
    await expect(requests.ask(1, {}, () => false)).rejects.toThrow('lattice-helper is away');
    const refused = requests.ask(2, {}, () => true);
    requests.acknowledged(2, { error: 'the kernel has no BTF' });
    await expect(refused).rejects.toThrow('the kernel has no BTF');
    const empty = requests.ask(3, {}, () => true);
    requests.acknowledged(3, { results: {} });
    await expect(empty).rejects.toThrow('without counts');
    const left = requests.ask(4, {}, () => true);
    requests.failAll('lattice-helper exited with 1');
    await expect(left).rejects.toThrow('lattice-helper exited with 1');
  });

  it('takes the last word of a task that is told twice, and each task of a pid that was used again', async () => {
    const requests = new TaskRequests();
    const answer = requests.ask(1, {}, () => true);
    const told = [
      [7, 1000n, 5n],
      [8, 1000n, 1n],
      [7, 1000n, 6n],
      [8, 2000n, 2n],
      [8, 1000n, 3n],
    ] as const;
    const frame = decodeTasks(
      taskBody(
        1,
        told.map(([pid, start, run]) => ({ pid, words: { 8: start, 24: run } })),
      ),
    );
    if (frame !== undefined) requests.take(frame);
    requests.acknowledged(1, { tasks: counts });
    const { tasks } = await answer;
    expect(tasks.map(({ pid, start, run }) => [pid, start, run]).sort()).toEqual([
      [7, 1000, 6],
      [8, 1000, 3],
      [8, 2000, 2],
    ]);
  });

  it('takes no more tasks than any kernel tells', async () => {
    const requests = new TaskRequests();
    const answer = requests.ask(1, {}, () => true);
    const frame = frameOf(1, Array(4096).fill(1));
    for (let i = 0; i < 40; i++) requests.take(frame);
    requests.acknowledged(1, { tasks: counts });
    await expect(answer).rejects.toThrow('more than 131072 tasks');
  });
});
