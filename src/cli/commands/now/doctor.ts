import type { Context } from '../../context.js';
import { diagnose } from '../../doctor/diagnose.js';
import { gather } from '../../doctor/gather.js';
import { exitFailed, exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';
import { doctorLines } from '../../view/doctor.js';

/** What this machine offers, what is missing or in the way, and what to do; fails when something is broken. */
export async function run(context: Context, { root }: { readonly root?: string | undefined }): Promise<number> {
  const facts = await gather(context, root);
  const findings = diagnose(facts);
  const healthy = findings.every(finding => finding.level !== 'broken');
  const { description } = facts;
  const simulated = typeof description !== 'string' && description.simulated;
  const machine = typeof description === 'string' ? 'unknown' : description.kind;
  if (context.json) context.printJson({ simulated, machine, healthy, findings });
  else
    context.print(...banner({ simulated, machine }, context.style), ...doctorLines(harmless(findings), context.style));
  return healthy ? exitOk : exitFailed;
}
