import type { Command } from 'commander';
import type { Shell } from '../../arguments/choices.js';
import { treeOf } from '../../command-tree.js';
import { bashCompletion } from '../../completion/bash.js';
import { fishCompletion } from '../../completion/fish.js';
import { zshCompletion } from '../../completion/zsh.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';

const makers = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion };

/** Prints what completes the command line of latticectl in a shell. */
export async function run(
  context: Context,
  { shell, root }: { readonly shell: Shell; readonly root: Command },
): Promise<number> {
  const script = makers[shell](treeOf(root));
  if (context.json) context.printJson({ shell, script });
  else process.stdout.write(script);
  return exitOk;
}
