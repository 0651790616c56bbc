import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { LinuxTaskNames } from '../../../../src/machine/linux/tasks/task-names.js';
import { madeTask } from '../../../fixtures/made-task.js';
import { folderForTest } from '../../../fixtures/scratch.js';

it('calls a task by its process’s first thread: as the kernel tells it, as /proc does, else by itself', () => {
  const root = folderForTest('root');
  mkdirSync(join(root, 'proc/20'), { recursive: true });
  writeFileSync(join(root, 'proc/20/comm'), 'chro\u001bmium\n');
  const first = madeTask({ pid: 10, name: 'firefox' });
  const [tab, render, orphan] = [
    madeTask({ pid: 11, tgid: 10, name: 'Web Content' }),
    madeTask({ pid: 21, tgid: 20, name: 'Compositor' }),
    madeTask({ pid: 31, tgid: 30, name: 'gone' }),
  ];
  const names = new LinuxTaskNames(root);
  names.learn([tab, first, render, orphan]);
  expect([first, tab, render, orphan].map(task => names.application(task))).toEqual([
    'firefox',
    'firefox',
    'chro?mium',
    'gone',
  ]);
});

it('names the real kernel’s tasks', () => {
  const names = new LinuxTaskNames('/');
  const task = madeTask({ pid: process.pid + 1, tgid: process.pid, name: 'a thread' });
  names.learn([task]);
  expect(names.application(task)).not.toBe('a thread');
});

it('asks for few names in a look, whatever number of processes there is', () => {
  const root = folderForTest('root');
  const tasks = Array.from({ length: 300 }, (_, i) => {
    mkdirSync(join(root, `proc/${i + 1000}`), { recursive: true });
    writeFileSync(join(root, `proc/${i + 1000}/comm`), 'known\n');
    return madeTask({ pid: i + 5000, tgid: i + 1000, name: 'thread' });
  });
  const names = new LinuxTaskNames(root);
  names.learn(tasks);
  expect(tasks.filter(task => names.application(task) === 'known')).toHaveLength(256);
});
