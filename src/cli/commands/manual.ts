import type { Commands } from '../commands.js';
import type { Context } from '../context.js';
import { exitOk } from '../exit.js';
import { manualPages } from '../manual/pages.js';

/** Prints a manual page, for `man -l -` or a file. */
export async function run(context: Context, { page, root }: Commands['manual']): Promise<number> {
  const text = manualPages[page](root);
  if (context.json) context.printJson({ page, text });
  else process.stdout.write(text);
  return exitOk;
}
