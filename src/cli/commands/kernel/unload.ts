import { moduleName, moduleState } from '../../../machine/linux/module/module-state.js';
import type { Context } from '../../context.js';
import { exitOk, Failure } from '../../exit.js';
import { runTool } from '../../kernel/kmod.js';
import { unloadRefusal } from '../../kernel/refusal.js';

/** Takes the module out. */
export async function run({ json, print, printJson }: Context): Promise<number> {
  const refusal = unloadRefusal(moduleState(), process.getuid?.() ?? 0);
  if (refusal !== undefined) throw new Failure(refusal);
  await runTool('rmmod', [moduleName]);
  if (json) printJson({ loaded: null });
  else print('it is taken out');
  return exitOk;
}
