import { statSync } from 'node:fs';
import type { Context } from '../../context.js';
import { exitOk, Failure } from '../../exit.js';
import { type Asked, bundle } from '../../support/bundle.js';
import { readable } from '../../support/readable.js';

/** Prints one file for a bug report; with --json the same, since it is JSON. */
export async function run(context: Context, asked: Asked): Promise<number> {
  const { root } = asked;
  if (root !== undefined && statSync(root, { throwIfNoEntry: false })?.isDirectory() !== true)
    throw new Failure(`${root}: no folder`);
  const text = readable(await bundle(context, asked));
  await new Promise<void>(resolve => process.stdout.write(text, () => resolve()));
  if (process.stdout.isTTY)
    process.stderr.write('latticectl: `latticectl support > lattice-support.json` makes a file of it\n');
  return exitOk;
}
