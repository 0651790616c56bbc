import type { TaskGrouping, TaskSort } from '../../../control/protocol/operations/tasks.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { canDraw } from '../../render/terminal.js';
import { showLive } from '../../top/live.js';
import { banner } from '../../view/banner.js';
import { taskLines } from '../../view/tasks.js';

interface Options {
  readonly sort: TaskSort;
  readonly by: TaskGrouping;
  readonly once?: boolean;
}

/** The most that a daemon tells. */
const everyRow = 500;
const tableRows = 100;

/** What tasks do and whose the energy is: live on a terminal, else one table or document. */
export async function run(context: Context, { sort, by, once }: Options): Promise<number> {
  const { json, runtimeDirs, style, print, printJson } = context;
  if (once !== true && !json && canDraw(process.stdout, process.env))
    return showLive(context, { pane: 'tasks', sort, by });
  const client = await connectDaemon(runtimeDirs);
  try {
    const { machine, simulated } = await client.status();
    const tasks = await client.tasks({ sort, by, limit: json ? everyRow : tableRows });
    if (json) printJson({ machine, simulated, ...tasks });
    else print(...banner(harmless({ machine, simulated }), style), ...taskLines(harmless(tasks), style));
    return exitOk;
  } finally {
    client.close();
  }
}
