import type { Load } from '../../../src/machine/simulated/work/job.js';
import type { RtDocument } from './document.js';
import { Resources } from './resources.js';
import { RtThread } from './thread.js';

/** An rt-app document as a load: nothing in it is random, so all seeds have the same work. */
export const rtAppLoad = (name: string, { tasks, duration }: RtDocument): Load => ({
  name,
  qos: 'beats',
  length: duration,
  streams: () => [],
  programs() {
    const shared = new Resources();
    return tasks.flatMap(task =>
      Array.from({ length: task.instances }, () => ({
        kind: 'program' as const,
        name: task.name,
        start: (now: number) => new RtThread(task, shared, now),
      })),
    );
  },
});
