import type { PolicyStatus } from '../../control/protocol/status.js';
import { readFirst } from '../../governor/explain/summary.js';
import type { Description } from '../../model/description.js';
import { policyScope } from '../../model/topology.js';

/** What a kind of core does: the mean of its frequency domains, the busiest of its CPUs. kHz. */
export interface Clock {
  /** `P-cores`, `CPUs` where all are alike. */
  readonly kind: string;
  readonly domains: number;
  readonly khz: number | null;
  readonly busy: number | null;
  /** The highest clock that limits allow. */
  readonly max: number | null;
}

export interface PolicyNow {
  readonly scope: string;
  readonly kind: string;
  readonly cpus: number;
  readonly online: boolean;
  readonly khz: number | null;
  readonly busy: number | null;
  readonly min: number | null;
  readonly max: number | null;
  readonly hardware: PolicyStatus['hardware'];
  readonly setting: string | null;
  readonly why: string;
}

/** The kind of core of a frequency domain. */
export type KindOf = (scope: string) => string;

/** What kind of core a frequency domain has, in words. */
export function kindOf({ topology: { cpus, policies } }: Description): KindOf {
  const kinds = new Map(cpus.map(cpu => [cpu.id, cpu.kind]));
  const words = new Map(
    policies.map(policy => {
      const kind = policy.cpus.map(cpu => kinds.get(cpu)).find(found => found != null);
      return [policyScope(policy.id), kind == null ? 'CPUs' : `${kind}-cores`];
    }),
  );
  return scope => words.get(scope) ?? 'CPUs';
}

/** One line for each kind, in the order of the machine. */
export function clocksOf(policies: readonly PolicyStatus[], kindOf: KindOf): Clock[] {
  const kinds = new Map<string, PolicyStatus[]>();
  for (const policy of policies) {
    const kind = kindOf(policy.scope);
    const of = kinds.get(kind) ?? [];
    of.push(policy);
    kinds.set(kind, of);
  }
  return [...kinds].map(([kind, of]) => ({
    kind,
    domains: of.length,
    khz: mean(of.flatMap(p => (p.online && p.frequency !== null ? [p.frequency] : []))),
    busy: most(of.flatMap(p => p.busy ?? [])),
    max: most(of.flatMap(p => p.limits.max ?? [])),
  }));
}

export const policiesOf = (policies: readonly PolicyStatus[], kindOf: KindOf): PolicyNow[] =>
  policies.map(({ cpus, online, frequency, busy, limits, hardware, epp, governor, ...policy }) => ({
    scope: policy.scope,
    kind: kindOf(policy.scope),
    cpus: cpus.length,
    online,
    khz: frequency,
    busy,
    ...limits,
    hardware,
    setting: epp ?? governor,
    why: readFirst(policy),
  }));

const mean = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((sum, value) => sum + value, 0) / values.length;

const most = (values: readonly number[]): number | null =>
  values.length === 0 ? null : values.reduce((max, value) => Math.max(max, value));
