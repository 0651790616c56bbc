import { packageVersion } from '../../../control/version.js';
import { moduleState } from '../../../machine/linux/module/module-state.js';
import type { Context } from '../../context.js';
import { exitOk } from '../../exit.js';
import { moduleFile } from '../../kernel/modinfo.js';
import { loadRefusal } from '../../kernel/refusal.js';
import { harmless } from '../../render/harmless.js';
import { kernelLines } from '../../view/kernel.js';

/** The kernel's governor on this machine: what is loaded, what could be, and what is in the way. */
export async function run({ json, style, print, printJson }: Context): Promise<number> {
  const state = moduleState();
  const file = await moduleFile(state.file);
  const version = packageVersion();
  // That root is needed is said when it is.
  const refusal = state.loaded === undefined ? (loadRefusal(state, file, { uid: 0, version }) ?? null) : null;
  const answer = { ...state, loaded: state.loaded ?? null, file: state.file ?? null, signed: state.signed ?? null };
  if (json) printJson({ ...answer, version, module: file ?? null, refusal });
  else print(...kernelLines(harmless({ ...state, version, module: file, refusal }), style));
  return exitOk;
}
