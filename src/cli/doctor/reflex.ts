import type { Description } from '../../model/description.js';
import { isGpu } from '../../model/names.js';
import { bpfAdvice } from './advice.js';
import type { Finding } from './finding.js';

/** The names in `missing` that tell why there is none; the first that is there says it. */
const reflexCauses = ['reflex', 'busy.bpf'] as const;

/** That a machine whose clocks can be limited has no reflex, why, and what would give it one. */
export function reflexFindings({ controls, missing, simulated }: Description): Finding[] {
  const limited = controls.some(c => c.role === 'max_freq' && !isGpu(c.scope));
  if (!limited || controls.some(c => c.role === 'raise_ms')) return [];
  const why = reflexCauses.flatMap(cause => missing.filter(m => m.what === cause))[0]?.why;
  if (why === undefined) return [];
  const text = `none, so that no work starts at an efficient clock: ${why.split(';')[0]}`;
  return [{ area: 'controls', name: 'reflex', level: 'note', text, advice: simulated ? null : bpfAdvice(why) }];
}
