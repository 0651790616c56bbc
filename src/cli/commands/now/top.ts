import { setTimeout as sleep } from 'node:timers/promises';
import { ControlError } from '../../../control/protocol/errors.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { frame } from '../../top/frame.js';
import { Interactive } from '../../top/interactive.js';
import { firstView } from '../../top/model.js';
import { plainLines } from '../../top/plain.js';

const hz = 2;
/** Between attempts to reach a daemon that went away, as it does when it is restarted. */
const retryMs = 1000;
const pipeWidth = 80;

/** The live view; plain lines where there is no terminal, one view with `--once`. */
export async function run(context: Context, { once }: { readonly once?: boolean }): Promise<number> {
  if (once === true) return showOnce(context);
  if (context.json || !process.stdout.isTTY) return showLines(context);
  return showLive(context);
}

async function showOnce({ runtimeDirs, json, style, print, printJson }: Context): Promise<number> {
  const client = await connectDaemon(runtimeDirs);
  const status = await client.status();
  client.close();
  if (json) printJson(status);
  else {
    const width = Number.isFinite(style.width) ? style.width : pipeWidth;
    // No keys to press: the last line is left out.
    print(...frame(firstView(harmless(status)), width, Number.POSITIVE_INFINITY, style).slice(0, -1));
  }
  return exitOk;
}

/** A line a policy, or with --json a document a line, until the daemon ends or the reader goes. */
async function showLines({ runtimeDirs, json, print }: Context): Promise<number> {
  const client = await connectDaemon(runtimeDirs);
  return client.watch(1, status => {
    if (json) process.stdout.write(`${JSON.stringify(status)}\n`);
    else print(...plainLines(harmless(status)));
  });
}

async function showLive({ runtimeDirs, style }: Context): Promise<number> {
  // The first connection is made before the terminal is taken: its failure is an ordinary error.
  let client = await connectDaemon(runtimeDirs);
  const view = new Interactive(style);
  view.start();
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
    await Promise.race([view.quit, watching()]);
  } finally {
    // First, so that an error is not printed on a screen that goes away.
    view.stop();
    quitting = true;
    client.close();
  }
  return exitOk;
}
