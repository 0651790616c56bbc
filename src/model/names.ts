/**
 * The only place where names are taken apart. A machine says of each signal and control what it is (`role`) and of what (`scope`); what follows is for
 * those that don't, which are older helpers, older recordings and descriptions made by hand, and for scopes.
 */
import type { Description } from './description.js';
import type { ControlSpec, Facts, SignalSpec } from './signals.js';

/** The scope of what is of no part of the machine. */
export const wholeMachine = 'machine';

/** A processor package, and no part of one such as `package0.dram`. */
export const isPackage = (scope: string): boolean => /^package\d+$/.test(scope);
export const isGpu = (scope: string): boolean => /^gpu\d+$/.test(scope);

/** The signals that count how often heat made a package slow itself down, by package. */
export const throttleCounts = (
  signals: readonly Pick<SignalSpec, 'name' | 'role' | 'scope'>[],
): ReadonlyMap<string, string> =>
  new Map(signals.filter(s => s.role === 'throttle' && isPackage(s.scope)).map(s => [s.scope, s.name]));

/** One channel of a monitoring chip. */
export const isChip = (scope: string): boolean => scope.startsWith('hwmon.');

const zonePrefix = 'zone.';
/** `acpitz` of `zone.acpitz`: what the journal calls a zone. */
export const zoneName = (scope: string): string =>
  scope.startsWith(zonePrefix) ? scope.slice(zonePrefix.length) : scope;

export const supplyScope = (name: string): string => `supply.${name}`;

/** Where the last part of a name is not the role. */
const renamed: readonly (readonly [RegExp, string])[] = [
  [/^clock\.suspended$/, 'suspended'],
  [/\.throttles$/, 'throttle'],
  [/^policy\d+\.cur_freq$/, 'frequency'],
  [/\.temp$/, 'temperature'],
  [/\.limit$/, 'power_limit'],
  [/^supply\..*\.energy$/, 'charge'],
  [/^supply\..*\.full$/, 'full_charge'],
  [/^psi\..*\.some$/, 'pressure'],
  [/^psi\..*\.full$/, 'full_pressure'],
  [/\.bunching\.[^.]+$/, 'bunching'],
  [/^policy\d+\.young_\d+ms$/, 'young'],
  [/^gpu\d+\.clock$/, 'frequency'],
  [/^gpu\d+\.memory_clock$/, 'memory_frequency'],
  [/^gpu\d+\.memory_temp$/, 'memory_temperature'],
  [/^gpu\d+\.throttle$/, 'throttle_reasons'],
];

/** What a name of docs/helper-protocol.md means. */
export function factsOf(name: string): Facts {
  const [, before, last = name] = /^(.+)\.([^.]+)$/.exec(name) ?? [];
  const role = renamed.find(([pattern]) => pattern.test(name))?.[1] ?? last;
  // These two have a part between scope and role: which ladder, which limit.
  const scope = role === 'bunching' || role === 'power_limit' ? before?.replace(/\.[^.]+$/, '') : before;
  return { role, scope: role === 'suspended' ? wholeMachine : (scope ?? wholeMachine) };
}

/** A signal or control as a machine may describe it. */
type Told<T extends Facts> = Omit<T, keyof Facts> & { readonly [K in keyof Facts]?: string | undefined };

export interface ToldDescription extends Omit<Description, 'signals' | 'controls'> {
  readonly signals: readonly Told<SignalSpec>[];
  readonly controls: readonly Told<ControlSpec>[];
}

/** The same with a role and a scope for every signal and control: those that were told, or those that the name tells. */
export const withFacts = (told: ToldDescription): Description => ({
  ...told,
  signals: told.signals.map(s => ({ ...s, ...knownFacts(s) })),
  controls: told.controls.map(c => ({ ...c, ...knownFacts(c) })),
});

function knownFacts({ name, role, scope }: Told<Facts> & { readonly name: string }): Facts {
  if (role !== undefined && scope !== undefined) return { role, scope };
  const named = factsOf(name);
  return { role: role ?? named.role, scope: scope ?? named.scope };
}
