import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import { messageOf } from '../../../control/protocol/errors.js';
import { layTree, TreeError } from '../../../machine/linux/tree/lay.js';
import type { Context } from '../../context.js';
import { exitOk, Failure } from '../../exit.js';
import { longestBundle, treeIn } from '../../support/parse.js';

/** Makes the folder of a machine of somebody's bundle, for --root. */
export async function run(
  context: Context,
  { file, folder }: { readonly file: string; readonly folder: string },
): Promise<number> {
  const files = treeIn(contents(file));
  if (typeof files === 'string') throw new Failure(`${file}: ${files}`);
  try {
    layTree(folder, files);
  } catch (error) {
    throw new Failure(
      error instanceof TreeError ? error.message : `${folder}: can not be written (${messageOf(error)})`,
    );
  }
  const count = Object.keys(files).length;
  if (context.json) context.printJson({ folder, files: count });
  else context.print(`${folder}: ${count} files; \`latticectl doctor --root ${folder}\` looks at them`);
  return exitOk;
}

function contents(path: string): string {
  try {
    const file = openSync(path, 'r');
    try {
      if (fstatSync(file).size > longestBundle) throw new Failure(`${path}: longer than ${longestBundle} bytes`);
      return readFileSync(file, 'utf8');
    } finally {
      closeSync(file);
    }
  } catch (error) {
    if (error instanceof Failure) throw error;
    throw new Failure(`${path}: can't be read (${messageOf(error)})`);
  }
}
