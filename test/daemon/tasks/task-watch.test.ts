import { describe, expect, it } from 'vitest';
import { TaskWatch } from '../../../src/daemon/tasks/task-watch.js';
import { PowerCurves } from '../../../src/governor/power-curve/power-curves.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import type { TaskAccount } from '../../../src/model/tasks/account.js';
import type { TasksWanted, TaskTable } from '../../../src/model/tasks/task.js';
import { ratio } from '../../../src/model/units.js';
import { madeTable, madeTask } from '../../fixtures/made-task.js';
import { machineOf, readingOf, type Said } from '../read.js';

const second = 1e9;
const wall = 1.7e12;

/** A watch on a machine whose tasks are what `answer` says; time goes on by `pass` only. */
function watching(answer: () => TaskTable | Error) {
  const asked: (TasksWanted | undefined)[] = [];
  const published: TaskAccount[] = [];
  const logged: string[] = [];
  const unaccounted: string[] = [];
  const viewed: string[] = [];
  let viewDue = false;
  let samples = 0;
  let now = 5000;
  let account = true;
  let late: (() => void) | undefined;
  let held = false;
  const watch = new TaskWatch({
    machine: {
      tasks: wanted => {
        asked.push(wanted);
        return new Promise((resolve, reject) => {
          late = () => {
            const said = answer();
            if (said instanceof Error) reject(said);
            else resolve(said);
          };
          if (!held) late();
        });
      },
      sample: () => void samples++,
    },
    account: () => account,
    viewing: {
      due: () => viewDue,
      take: (table, at) => void viewed.push(`${table.tasks.length} at ${at}`),
      failed: at => void viewed.push(`failed at ${at}`),
    },
    names: { learn: () => undefined, application: task => task.name, cgroup: id => `/${id}.service` },
    publish: account => published.push(account),
    unaccounted: (why, at) => unaccounted.push(`${at > wall / 1000} ${why}`),
    stopwatch: () => now,
    log: (_, text) => logged.push(text),
  });
  const description = machineOf(0);
  const stages = { power: new PowerCurves(), description };
  const settled = (): Promise<void> => new Promise(resolve => setImmediate(resolve));
  /** A batch after so many s, in which the package drew 2 W. */
  const pass = async (seconds: number, said: Said = {}): Promise<void> => {
    now += seconds * 1000;
    const reading = readingOf({ interval: seconds, watts: { package0: 2 }, ...said });
    watch.measured({ reading, stages } as Parameters<TaskWatch['measured']>[0]);
    watch.batched(undefined, wall + now);
    await settled();
  };
  return {
    watch,
    pass,
    settled,
    asked,
    published,
    logged,
    unaccounted,
    viewed,
    view: (due: boolean) => {
      viewDue = due;
    },
    samples: () => samples,
    turn: (on: boolean) => {
      account = on;
    },
    hold: () => {
      held = true;
      return () => late?.();
    },
  };
}

/** A GPU of which only its load is of interest. */
const gpuAt = (busy: number): LiveReading['gpus'][number] => ({
  id: 0,
  uuid: 'GPU-0',
  name: 'GPU',
  busy: ratio(busy),
  memoryBusy: undefined,
  power: undefined,
  clock: undefined,
  memoryClock: undefined,
  temperature: undefined,
  throttle: undefined,
  powerLimit: undefined,
  pstate: undefined,
});

/** One task that runs all the time, looked at with each call. */
function busy() {
  let run = 0;
  return () => {
    run += second;
    return madeTable([madeTask({ name: 'make', run })]);
  };
}

describe('TaskWatch', () => {
  it('looks once a minute, after a batch, and publishes who used the energy', async () => {
    const { pass, asked, published } = watching(busy());
    await pass(1);
    expect(asked).toEqual([{ holdSeconds: 180 }]);
    await pass(20);
    await pass(20);
    expect(asked).toHaveLength(1);
    await pass(20);
    expect(published).toHaveLength(1);
    expect(published[0]).toMatchObject({ packageJoules: 120, idleJoules: 0 });
    expect(published[0]?.byApplication).toMatchObject([{ name: 'make', cpuSeconds: 1, joules: 120 }]);
    expect(published[0]?.byUnit[0]?.name).toBe('1.service');
    expect((published[0]?.to ?? 0) - (published[0]?.from ?? 0)).toBeCloseTo(60);
    await pass(60);
    expect(published).toHaveLength(2);
  });

  it('tells what applications had of the GPUs, by the name of their process, however often it looks', async () => {
    const tasks = busy();
    const gpus = [
      { gpu: 0, pid: 1, name: 'python', seconds: 30 },
      { gpu: 0, pid: 77, name: 'gone', seconds: 10 },
    ];
    let told: TaskTable['gpus'];
    const { pass, published, view } = watching(() => ({ ...tasks(), gpus: told }));
    await pass(1, { gpus: [gpuAt(0)], watts: { gpu0: 20 } });
    view(true);
    // nvidia-smi tells of processes once in two looks.
    for (const [i, seconds] of [20, 20, 20].entries()) {
      told = i === 1 ? gpus : [];
      await pass(seconds, { gpus: [gpuAt(1)], watts: { gpu0: 120 } });
    }
    expect(published[0]?.gpus).toEqual({
      byApplication: [
        { name: 'python', seconds: 30, joules: 4500 },
        { name: 'gone', seconds: 10, joules: 1500 },
      ],
      idleJoules: 1200,
    });
  });

  it('asks nothing where no account is wanted, until somebody asks', async () => {
    const { watch, pass, asked, published, turn, samples } = watching(busy());
    turn(false);
    await pass(100);
    expect(asked).toEqual([]);
    const told = watch.ask();
    expect(samples()).toBe(1);
    await pass(1);
    await pass(2);
    expect((await told).interval.uses).toHaveLength(1);
    expect(asked).toEqual([{ holdSeconds: 30 }, { holdSeconds: 30 }]);
    await pass(100);
    expect(asked).toHaveLength(2);
    expect(published).toEqual([]);
  });

  it('answers who asks with the time since the look before, and all who ask at once with one look', async () => {
    const { watch, pass, asked } = watching(busy());
    await pass(1);
    const told = Promise.all([watch.ask(), watch.ask()]);
    await pass(7);
    const [first, other] = await told;
    expect(first).toBe(other);
    expect(first).toMatchObject({ seconds: 7, packageJoules: 14, shared: { joules: [14] } });
    expect(await watch.ask()).toBe(first);
    expect(asked).toHaveLength(2);
    const next = watch.ask;
    await pass(2);
    const later = next.call(watch);
    await pass(1);
    expect((await later).seconds).toBe(3);
  });

  it('loses nothing of the minute by looks of people, tasks that ended in between included', async () => {
    let look = 0;
    const tables = [
      madeTable([madeTask({ pid: 1, name: 'make', run: 0 })]),
      madeTable([madeTask({ pid: 1, name: 'make', run: 3 * second, ended: true })], { ended: 1 }),
      madeTable([madeTask({ pid: 2, name: 'cc', run: second })], { created: 2, ended: 1 }),
    ];
    const { watch, pass, published } = watching(() => tables[look++] ?? new Error('asked too often'));
    await pass(1);
    const told = watch.ask();
    await pass(30);
    await told;
    await pass(60);
    expect(published[0]?.byApplication.map(u => [u.name, u.cpuSeconds])).toEqual([
      ['cc', 1],
      ['make', 3],
    ]);
    expect(published[0]?.packageJoules).toBeCloseTo(180);
  });

  it('looks when the rules’ view needs it, and shows the view every look', async () => {
    const { pass, view, viewed, asked } = watching(busy());
    await pass(1);
    await pass(5);
    expect(asked).toHaveLength(1);
    view(true);
    await pass(5);
    view(false);
    await pass(5);
    expect(asked).toHaveLength(2);
    await pass(60);
    expect(viewed).toHaveLength(3);
  });

  it('tells the view that a look failed', async () => {
    const { pass, viewed } = watching(() => new Error('the kernel has no BTF'));
    await pass(1);
    expect(viewed).toEqual([expect.stringMatching(/^failed at /)]);
  });

  it('says once where tasks can’t be had, asks no more, and answers who asks with the reason', async () => {
    const { watch, pass, asked, logged, unaccounted } = watching(() => new Error('the kernel has no BTF'));
    await pass(1);
    await pass(100);
    expect(asked).toHaveLength(1);
    expect(logged).toEqual(['energy is not told by application: the kernel has no BTF']);
    expect(unaccounted).toEqual(['true the kernel has no BTF']);
    const told = expect(watch.ask()).rejects.toThrow('tasks can’t be had: the kernel has no BTF');
    await pass(1);
    await told;
    expect(logged).toHaveLength(1);
    watch.lost('it ended');
    watch.hello();
    await pass(1);
    expect(asked).toHaveLength(3);
  });

  it('tells who waits when the helper goes, publishes what it had, and begins anew', async () => {
    const { watch, pass, published, hold, asked } = watching(busy());
    await pass(1);
    await pass(60);
    const told = expect(watch.ask()).rejects.toThrow('tasks can’t be seen now: it ended');
    const answer = hold();
    await pass(2);
    watch.lost('it ended');
    await told;
    answer();
    await expect(watch.ask()).rejects.toThrow('the helper is away');
    expect(published).toHaveLength(1);
    const count = asked.length;
    await pass(60);
    expect(asked).toHaveLength(count);
    watch.hello();
    await pass(1);
    expect(asked).toHaveLength(count + 1);
  });

  it('takes a last look when the daemon stops, so that nothing up to then is lost', async () => {
    const { watch, pass, published, asked } = watching(busy());
    await pass(1);
    await pass(20);
    await watch.finish(wall + 26_000);
    expect(asked).toHaveLength(2);
    expect(published).toMatchObject([{ packageJoules: 40, byApplication: [{ name: 'make', joules: 40 }] }]);
    await pass(100);
    expect(asked).toHaveLength(2);
  });

  it('stops with the account up to the look before where the last one does not come', async () => {
    const { watch, pass, published, hold, view } = watching(busy());
    await pass(1);
    view(true);
    await pass(20);
    view(false);
    const answer = hold();
    await pass(10);
    await watch.finish(wall + 36_000);
    expect(published).toMatchObject([{ packageJoules: 40 }]);
    answer();
    await pass(100);
    expect(published).toHaveLength(1);
  });

  it('tells nothing of a time in which the kernel had ceased to count', async () => {
    const { pass, published } = watching(busy());
    await pass(1);
    await pass(200);
    expect(published).toEqual([]);
    await pass(60);
    expect(published[0]?.byApplication[0]?.cpuSeconds).toBe(1);
  });

  it('refuses where the machine has no tasks', async () => {
    const { watch } = watching(busy());
    Reflect.set(Reflect.get(watch, 'options'), 'machine', { sample: () => undefined });
    await expect(watch.ask()).rejects.toThrow('this machine tells nothing of its tasks');
  });
});
