import { expect, test } from 'vitest';
import type { TasksStatus } from '../../../src/control/protocol/operations/tasks.js';
import { eventually } from '../../fixtures/eventually.js';
import { rawClient, serving } from '../fixture.js';
import { MadeSource, madeTasks } from '../made.js';

/** A daemon whose tasks are told when a test says so. */
class SlowSource extends MadeSource {
  readonly waiting: { give(tasks: TasksStatus): void; refuse(why: string): void }[] = [];

  override tasks(): Promise<TasksStatus> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ give: resolve, refuse: why => reject(new Error(why)) });
    });
  }
}

const line = (id: number, op: string): string => `{"v":1,"id":${id},"op":"${op}"}\n`;
const ids = (text: string): unknown[] =>
  text
    .split('\n')
    .filter(each => each !== '')
    .map(each => (JSON.parse(each) as { id: unknown }).id);

test('what a client sends while its answer is on the way waits, and others are served', async () => {
  const source = new SlowSource();
  const { path } = await serving(source);
  const slow = await rawClient(path);
  slow.socket.write(line(1, 'tasks') + line(2, 'wishes') + line(3, 'tasks') + line(4, 'wishes'));
  await eventually(() => expect(source.waiting).toHaveLength(1));
  const other = await rawClient(path);
  other.socket.write(line(9, 'wishes'));
  await eventually(() => expect(ids(other.received())).toEqual([9]));
  expect(slow.received()).toBe('');
  source.waiting[0]?.give(madeTasks());
  await eventually(() => expect(source.waiting).toHaveLength(2));
  await eventually(() => expect(ids(slow.received())).toEqual([1, 2]));
  source.waiting[1]?.refuse('tasks can’t be had: no BTF');
  await eventually(() => expect(ids(slow.received())).toEqual([1, 2, 3, 4]));
  expect(slow.received()).toContain('{"v":1,"id":3,"ok":false,"error":"tasks can’t be had: no BTF"}');
});

test('a client that leaves before its answer costs nothing but that', async () => {
  const source = new SlowSource();
  const { path, server } = await serving(source);
  const slow = await rawClient(path);
  slow.socket.write(line(1, 'tasks') + line(2, 'tasks'));
  await eventually(() => expect(source.waiting).toHaveLength(1));
  slow.socket.destroy();
  await slow.closed;
  source.waiting[0]?.give(madeTasks());
  await eventually(() => expect(server.clients).toBe(0));
  expect(source.waiting).toHaveLength(1);
});
