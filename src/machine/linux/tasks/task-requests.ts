import type { TasksWanted, TaskTable } from '../../../model/tasks/task.js';
import { timeUp } from '../../time-up.js';
import type { TaskFrame } from './task-frame.js';
import { TaskReading } from './task-reading.js';

/** A kernel that is busy may take seconds to load its programs. */
const timeoutMs = 20_000;

interface Pending {
  readonly reading: TaskReading;
  readonly resolve: (table: TaskTable) => void;
  readonly reject: (error: Error) => void;
  readonly timer: NodeJS.Timeout;
}

/** The requests for tasks that are under way to a helper. */
export class TaskRequests {
  private readonly pending = new Map<number, Pending>();

  /** `send` says whether there is somebody to send it to. */
  ask(id: number, { holdSeconds, size, cgroup }: TasksWanted, send: (request: object) => boolean): Promise<TaskTable> {
    return new Promise((resolve, reject) => {
      const timer = timeUp(timeoutMs, () => this.fail(id, 'no answer from lattice-helper'));
      this.pending.set(id, { reading: new TaskReading(), resolve, reject, timer });
      if (!send({ id, op: 'tasks', hold_s: holdSeconds, size, cgroup })) this.fail(id, 'lattice-helper is away');
    });
  }

  take(frame: TaskFrame): void {
    this.pending.get(frame.id)?.reading.take(frame);
  }

  /** False when the ack is for something else. */
  acknowledged(id: number, body: object): boolean {
    const pending = this.pending.get(id);
    if (pending === undefined) return false;
    this.pending.delete(id);
    clearTimeout(pending.timer);
    try {
      pending.resolve(pending.reading.finish(body));
    } catch (error) {
      pending.reject(error instanceof Error ? error : new Error(String(error)));
    }
    return true;
  }

  failAll(why: string): void {
    for (const id of this.pending.keys()) this.fail(id, why);
  }

  private fail(id: number, error: string): void {
    this.acknowledged(id, { error });
  }
}
