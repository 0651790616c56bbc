/** The settings of the simulated machine, with the kernel's rules of rounding and clamping. */
import { controlName } from '../../model/control-names.js';
import { wholeMachine } from '../../model/names.js';
import type { ControlSpec, ControlValue } from '../../model/signals.js';
import { policyScope } from '../../model/topology.js';
import type { ControlResult } from '../machine.js';
import { type GovernorName, governorNames } from './firmware/kernel-governor.js';
import { firmwareGovernors, type PreferenceName, preferenceNames, readBack } from './firmware/preference.js';
import type { Engine } from './physics/engine.js';

type Refusal = Extract<ControlResult, { readonly errno: string }>;

const isGovernor = (word: ControlValue): word is GovernorName => governorNames.some(g => g === word);
const isPreference = (word: ControlValue): word is PreferenceName => preferenceNames.some(p => p === word);

/** One policy's settings as requested, kHz; the values in force follow from them (cpufreq_set_policy). */
interface Policy {
  readonly engine: Engine;
  governor: GovernorName;
  /** EPP, if the firmware picks the clock. */
  preference: PreferenceName | undefined;
  min: number;
  max: number;
  /** The reflex: limits at the start of a busy stretch, and when it ends, ms. */
  startMin: number;
  startMax: number;
  raiseMs: number;
}

const mostRaiseMs = 1000;

export class Settings {
  /** In the helper's order of safety; a raised maximum comes before a raised minimum. */
  readonly names: readonly string[];
  /** By name, what each control of a policy is. */
  private readonly ofPolicies: ReadonlyMap<string, { readonly index: number; readonly role: string }>;
  private readonly policies: readonly Policy[];
  private readonly governors: readonly GovernorName[];
  private boost = 1;

  /** `preference`: the EPP at the start, if the firmware picks the clock under `powersave`. */
  constructor(engines: readonly Engine[], governor: GovernorName, preference?: PreferenceName) {
    this.governors = preference === undefined ? governorNames : firmwareGovernors;
    this.policies = engines.map(engine => ({
      engine,
      governor,
      preference,
      min: engine.pstate.table[0] ?? 0,
      max: engine.pstate.top,
      startMin: engine.pstate.table[0] ?? 0,
      startMax: engine.pstate.top,
      raiseMs: 0,
    }));
    this.ofPolicies = new Map(
      [
        'governor',
        ...(preference === undefined ? [] : ['epp']),
        'max_freq',
        'min_freq',
        'start_max_freq',
        'start_min_freq',
        'raise_ms',
      ].flatMap(role => engines.map((_, index) => [controlName(policyScope(index), role), { index, role }] as const)),
    );
    this.names = ['boost', ...this.ofPolicies.keys()];
  }

  /**
   * Highest frequency without boost: the operating point that the platform falls back to when it throttles, which is the only sustained one in the
   * model.
   */
  base(policy: number): number {
    const { engine } = this.policy(policy);
    return engine.pstate.table[engine.platform.throt_idx] ?? 0;
  }

  /** The governor in use as an index into its choices. */
  governorIndex(policy: number): number {
    return this.governors.indexOf(this.policy(policy).governor);
  }

  /** The preference in force as an index into its choices; undefined where the kernel picks the clock. */
  preferenceIndex(policy: number): number | undefined {
    const preference = this.preference(policy);
    return preference === undefined ? undefined : preferenceNames.indexOf(preference);
  }

  /** Under the governor `performance` the driver sets it to `performance`, and knows the one before. */
  private preference(policy: number): PreferenceName | undefined {
    const { governor, preference } = this.policy(policy);
    return preference !== undefined && governor === 'performance' ? 'performance' : preference;
  }

  /** The value in force, as sysfs would show it. */
  read(name: string): ControlValue {
    if (name === 'boost') return this.boost;
    const { index, role } = this.ofPolicy(name);
    if (role === 'governor') return this.policy(index).governor;
    if (role === 'epp') return this.preference(index) ?? '';
    const policy = this.policy(index);
    if (role === 'raise_ms') return policy.raiseMs;
    if (role === 'start_max_freq') return policy.startMax;
    if (role === 'start_min_freq') return policy.startMin;
    const { table } = policy.engine.pstate;
    const max = table[this.ceiling(index)] ?? 0;
    return role === 'max_freq' ? max : Math.min(max, table[this.floor(index)] ?? 0);
  }

  /** Why a value cannot be written, or undefined. */
  refusal(name: string, value: ControlValue): Refusal | undefined {
    const refuse = (errno: string, why: string): Refusal => ({ errno, wanted: value, why });
    if (!this.names.includes(name)) return refuse('ENOENT', 'this machine has no such control');
    const spec = this.spec(name);
    if (spec.choices !== undefined) {
      if (!spec.choices.some(choice => choice === value)) return refuse('EINVAL', `none of ${spec.choices.join(', ')}`);
      return spec.role === 'epp' && this.ownedByGovernor(name, value)
        ? refuse('EBUSY', 'the performance governor owns EPP')
        : undefined;
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) return refuse('EINVAL', 'not a whole number');
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
    return value < min || value > max ? refuse('ERANGE', `outside ${min}–${max} ${spec.unit}`) : undefined;
  }

  /** Writes a value that was not refused. */
  write(name: string, value: ControlValue): void {
    if (name === 'boost') {
      this.boost = Number(value) === 0 ? 0 : 1;
      for (let i = 0; i < this.policies.length; i++) this.apply(i);
      return;
    }
    const { index, role } = this.ofPolicy(name);
    const policy = this.policy(index);
    if (role === 'governor' && isGovernor(value)) {
      policy.governor = value;
      policy.engine.govern(value);
    } else if (role === 'epp' && isPreference(value)) {
      policy.preference = readBack(value);
      policy.engine.prefer(value);
    } else if (role === 'max_freq') {
      policy.max = Number(value);
    } else if (role === 'min_freq') {
      policy.min = Number(value);
    } else if (role === 'start_max_freq') {
      policy.startMax = Number(value);
    } else if (role === 'start_min_freq') {
      policy.startMin = Number(value);
    } else if (role === 'raise_ms') {
      policy.raiseMs = Number(value);
    }
    this.apply(index);
  }

  /** Whether a control is a maximum that something other than its setting holds down; a restore then writes the hardware's maximum. */
  isHeldDown(name: string): boolean {
    return this.boost === 0 && this.ofPolicies.get(name)?.role === 'max_freq';
  }

  spec(name: string): ControlSpec {
    const value = this.read(name);
    if (name === 'boost')
      return { name, unit: 'bool', role: name, scope: wholeMachine, min: 0, max: 1, value, writable: true };
    const { index, role } = this.ofPolicy(name);
    const scope = policyScope(index);
    if (role === 'governor')
      return { name, unit: 'choice', role, scope, choices: this.governors, value, writable: true };
    if (role === 'epp') return { name, unit: 'choice', role, scope, choices: preferenceNames, value, writable: true };
    if (role === 'raise_ms') return { name, unit: 'ms', role, scope, min: 0, max: mostRaiseMs, value, writable: true };
    const { table, top } = this.policy(index).engine.pstate;
    return { name, unit: 'kHz', role, scope, min: table[0], max: top, value, writable: true };
  }

  private ownedByGovernor(name: string, value: ControlValue): boolean {
    return value !== 'performance' && this.policy(this.ofPolicy(name).index).governor === 'performance';
  }

  private apply(index: number): void {
    const { engine, startMin, startMax, raiseMs } = this.policy(index);
    const { table } = engine.pstate;
    const usual = { floor: this.floor(index), ceiling: this.ceiling(index) };
    const ceiling = Math.min(usual.ceiling, highest(table, startMax));
    engine.reflex.set(usual, { floor: Math.min(ceiling, lowest(table, startMin)), ceiling }, raiseMs);
  }

  private ofPolicy(name: string): { readonly index: number; readonly role: string } {
    const of = this.ofPolicies.get(name);
    if (of === undefined) throw new RangeError(`no control ${name}`);
    return of;
  }

  private policy(index: number): Policy {
    const policy = this.policies[index];
    if (policy === undefined) throw new RangeError(`policy ${index} of ${this.policies.length}`);
    return policy;
  }

  /** The maximum rounds down to the table (CPUFREQ_RELATION_H). */
  private ceiling(index: number): number {
    const { engine, max } = this.policy(index);
    const limit = Math.min(max, this.boost === 0 ? this.base(index) : Number.POSITIVE_INFINITY);
    return highest(engine.pstate.table, limit);
  }

  /** The minimum rounds up to the table (CPUFREQ_RELATION_L). */
  private floor(index: number): number {
    const { engine, min } = this.policy(index);
    return lowest(engine.pstate.table, min);
  }
}

/** The highest operating point that is no faster, or the first. */
const highest = (table: readonly number[], khz: number): number =>
  Math.max(
    0,
    table.findLastIndex(f => f <= khz),
  );

/** The lowest operating point that is no slower. */
const lowest = (table: readonly number[], khz: number): number => table.findIndex(f => f >= khz);
