import type { Policy, Topology } from '../../model/topology.js';

/** CPUs that a person selects: all performance or all efficiency cores, or a list as the kernel writes it (`0-3,6`). */
type Selection = { readonly kind: 'P' | 'E' } | { readonly cpus: ReadonlySet<number> };

/** More CPUs than any kernel supports. */
const cpuLimit = 8192;

function parse(text: string): Selection | undefined {
  if (text === 'P' || text === 'E') return { kind: text };
  const cpus = new Set<number>();
  for (const part of text.split(',')) {
    const [, from, to = from] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(part) ?? [];
    if (from === undefined || Number(from) > Number(to) || Number(to) >= cpuLimit) return undefined;
    for (let cpu = Number(from); cpu <= Number(to); cpu++) cpus.add(cpu);
  }
  return { cpus };
}

/**
 * The frequency domains that hold a selected CPU (all without a selection), or what is wrong with the selection. CPUs of a domain share one clock, so
 * it counts as a whole.
 */
export function selectPolicies(text: string | undefined, { policies, cpus }: Topology): readonly Policy[] | string {
  if (text === undefined) return policies;
  const selection = parse(text);
  if (selection === undefined) return `cpus ${text}, expected P, E or a list such as 0-3,6`;
  if ('kind' in selection && !cpus.some(c => c.kind !== null))
    return `cpus ${text}, expected a list such as 0-3: this machine has no P and E cores`;
  const chosen =
    'kind' in selection ? new Set(cpus.filter(c => c.kind === selection.kind).map(c => c.id)) : selection.cpus;
  const known = new Set(policies.flatMap(p => p.cpus));
  const found = policies.filter(p => p.cpus.some(cpu => chosen.has(cpu)));
  const strange = 'cpus' in selection && [...chosen].some(cpu => !known.has(cpu));
  return found.length > 0 && !strange ? found : `cpus ${text}, expected some of 0-${Math.max(...known)}`;
}
