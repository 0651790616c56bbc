import type { Cpu, Policy, Topology } from '../../model/topology.js';

/**
 * CPUs that a person selects: all performance cores, all efficiency cores (E, the low-power ones among them), the low-power ones alone (LP), or a list
 * as the kernel writes it (`0-3,6`).
 */
type Selection = { readonly kinds: readonly Cpu['kind'][] } | { readonly cpus: ReadonlySet<number> };

/** More CPUs than any kernel supports. */
const cpuLimit = 8192;

const named = new Map<string, readonly Cpu['kind'][]>([
  ['P', ['P']],
  ['E', ['E', 'LP']],
  ['LP', ['LP']],
]);

function parse(text: string): Selection | undefined {
  const kinds = named.get(text);
  if (kinds !== undefined) return { kinds };
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
  if (selection === undefined) return `cpus ${text}, expected P, E, LP or a list such as 0-3,6`;
  if ('kinds' in selection && !cpus.some(c => c.kind !== null))
    return `cpus ${text}, expected a list such as 0-3: this machine has no P and E cores`;
  const chosen =
    'kinds' in selection ? new Set(cpus.filter(c => selection.kinds.includes(c.kind)).map(c => c.id)) : selection.cpus;
  if ('kinds' in selection && chosen.size === 0) return `cpus ${text}, expected a kind of core that this machine has`;
  const known = new Set(policies.flatMap(p => p.cpus));
  const found = policies.filter(p => p.cpus.some(cpu => chosen.has(cpu)));
  const strange = 'cpus' in selection && [...chosen].some(cpu => !known.has(cpu));
  return found.length > 0 && !strange ? found : `cpus ${text}, expected some of 0-${Math.max(...known)}`;
}
