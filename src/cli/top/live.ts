import { setTimeout as sleep } from 'node:timers/promises';
import { ControlError } from '../../control/protocol/errors.js';
import type { Change } from '../../control/protocol/operations/change.js';
import { kindOf } from '../../web/told/clocks.js';
import type { Context } from '../context.js';
import { connectDaemon } from '../daemon.js';
import { exitOk } from '../exit.js';
import { harmless } from '../render/harmless.js';
import { setProfile } from '../set-profile.js';
import { Interactive } from './interactive.js';
import type { TasksWish } from './model.js';

const hz = 2;
/** Between attempts to reach a daemon that went away, as it does when it is restarted. */
const retryMs = 1000;
const tasksMs = 2000;

/** The live view until the user quits. Tasks are asked for while they are shown. */
export async function showLive({ runtimeDirs, style }: Context, first?: TasksWish): Promise<number> {
  // The first connection is made before the terminal is taken: its failure is an ordinary error.
  let client = await connectDaemon(runtimeDirs);
  let asking = false;
  const askTasks = async (): Promise<void> => {
    const { pane, sort, by } = view.wish;
    if (pane !== 'tasks' || asking) return;
    asking = true;
    const told = await client.tasks({ sort, by }).catch((error: Error) => harmless(error.message));
    asking = false;
    view.tasks(told);
    // A key may have changed what is wanted meanwhile.
    if (view.wish.sort !== sort || view.wish.by !== by) void askTasks();
  };
  const change = (wanted: Change): Promise<unknown> =>
    wanted.op === 'set' ? setProfile(client, wanted.profile) : client.change(wanted);
  const view = new Interactive(style, { tasksWanted: () => void askTasks(), change }, first);
  view.kinds(kindOf(harmless(await client.description())));
  view.start();
  const timer = setInterval(() => void askTasks(), tasksMs);
  let quitting = false;
  const watching = async (): Promise<void> => {
    while (!quitting) {
      const why = await client.watch(hz, status => view.news(status)).catch((error: unknown) => error);
      if (!(why instanceof ControlError)) throw why;
      view.trouble('latticed is gone, waiting for it');
      await sleep(retryMs, undefined, { ref: false });
      client = await connectDaemon(runtimeDirs).catch(() => client);
    }
  };
  try {
    void askTasks();
    await Promise.race([view.quit, watching()]);
  } finally {
    // First, so that an error is not printed on a screen that goes away.
    view.stop();
    quitting = true;
    clearInterval(timer);
    client.close();
  }
  return exitOk;
}
