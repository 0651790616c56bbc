import type { Command } from 'commander';
import { type ManualPage, schemaName } from '../../arguments/choices.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';

interface Options {
  readonly page: ManualPage | typeof schemaName;
  readonly root: Command;
}

/** Prints a manual page, for `man -l -` or a file, or the schema of the control socket. */
export async function run(context: Context, { page, root }: Options): Promise<number> {
  if (page === schemaName) {
    const { controlSchema } = await import('../../../control/protocol/schema/schema.js');
    context.printJson(controlSchema());
    return exitOk;
  }
  const { manualPages } = await import('../../manual/pages.js');
  const text = manualPages[page](root);
  if (context.json) context.printJson({ page, text });
  else process.stdout.write(text);
  return exitOk;
}
