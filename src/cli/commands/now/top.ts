import { kindOf } from '../../../web/told/clocks.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { canDraw } from '../../render/terminal.js';
import { frame } from '../../top/frame.js';
import { showLive } from '../../top/live.js';
import { firstView } from '../../top/model.js';
import { plainLines } from '../../top/plain.js';

const pipeWidth = 80;

/** The live view; plain lines where there is no terminal, one view with `--once`. */
export async function run(context: Context, { once }: { readonly once?: boolean }): Promise<number> {
  if (once === true) return showOnce(context);
  if (context.json || !canDraw(process.stdout, process.env)) return showLines(context);
  return showLive(context);
}

async function showOnce({ runtimeDirs, json, style, print, printJson }: Context): Promise<number> {
  const client = await connectDaemon(runtimeDirs);
  const status = await client.status();
  const kinds = kindOf(harmless(await client.description()));
  client.close();
  if (json) printJson(status);
  else {
    const width = Number.isFinite(style.width) ? style.width : pipeWidth;
    // No keys to press: the last line is left out.
    print(...frame(firstView(harmless(status), undefined, kinds), width, Number.POSITIVE_INFINITY, style).slice(0, -1));
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
