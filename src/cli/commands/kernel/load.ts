import { packageVersion } from '../../../control/version.js';
import { moduleName, moduleState } from '../../../machine/linux/module/module-state.js';
import type { Context } from '../../context.js';
import { exitOk, Failure } from '../../exit.js';
import { runTool } from '../../kernel/kmod.js';
import { moduleFile } from '../../kernel/modinfo.js';
import { loadRefusal } from '../../kernel/refusal.js';

/** Loads the module. Nobody has its governor by that. */
export async function run({ json, print, printJson }: Context): Promise<number> {
  const state = moduleState();
  const refusal = loadRefusal(state, await moduleFile(state.file), {
    uid: process.getuid?.() ?? 0,
    version: packageVersion(),
  });
  if (refusal !== undefined) throw new Failure(refusal);
  await runTool('modprobe', [moduleName]);
  const { loaded } = moduleState();
  if (loaded === undefined) throw new Failure('modprobe said nothing, yet the module is not loaded');
  if (json) printJson({ loaded });
  else print(`version ${loaded} is loaded; no policy has its governor until you choose it`);
  return exitOk;
}
