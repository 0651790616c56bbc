/** What can be set on the simulated machine, by the kernel's rules of rounding and clamping. */
import type { ControlSpec, ControlValue } from '../../model/signals.js';
import type { ControlResult } from '../machine.js';
import type { Engine } from './core/engine.js';
import { type GovernorName, governorNames } from './core/governor.js';

type Refusal = Extract<ControlResult, { readonly errno: string }>;

/** In the helper's order of safety; a raised maximum comes before a raised minimum. */
export const controlNames = ['boost', 'policy0.governor', 'policy0.max_freq', 'policy0.min_freq'] as const;
export type ControlName = (typeof controlNames)[number];

export const isControl = (name: string): name is ControlName => controlNames.some(c => c === name);
const isGovernor = (word: ControlValue): word is GovernorName => governorNames.some(g => g === word);

export class Settings {
  private readonly engine: Engine;
  private readonly table: readonly number[];
  private governor: GovernorName;
  private boost = 1;
  /** As asked for, kHz; what holds follows from them (cpufreq_set_policy). */
  private minRequest: number;
  private maxRequest: number;

  constructor(engine: Engine, governor: GovernorName) {
    this.engine = engine;
    this.table = engine.pstate.table;
    this.governor = governor;
    this.minRequest = this.table[0] ?? 0;
    this.maxRequest = engine.pstate.top;
  }

  /** Highest frequency without boost: the operating point that the platform falls back to when it throttles, the only sustained one the model names. */
  get base(): number {
    return this.table[this.engine.platform.throt_idx] ?? 0;
  }

  /** The governor in use as an index into its choices. */
  get governorIndex(): number {
    return governorNames.indexOf(this.governor);
  }

  /** The value in force, as sysfs would show it. */
  read(name: ControlName): ControlValue {
    if (name === 'boost') return this.boost;
    if (name === 'policy0.governor') return this.governor;
    const max = this.table[this.ceiling()] ?? 0;
    return name === 'policy0.max_freq' ? max : Math.min(max, this.table[this.floor()] ?? 0);
  }

  /** Why a value can not be written, or undefined. */
  refusal(name: string, value: ControlValue): Refusal | undefined {
    const refuse = (errno: string, why: string): Refusal => ({ errno, wanted: value, why });
    if (!isControl(name)) return refuse('ENOENT', 'this machine has no such control');
    const spec = this.spec(name);
    if (spec.choices !== undefined) {
      return isGovernor(value) ? undefined : refuse('EINVAL', `none of ${spec.choices.join(', ')}`);
    }
    if (typeof value !== 'number' || !Number.isInteger(value)) return refuse('EINVAL', 'not a whole number');
    const { min = Number.NEGATIVE_INFINITY, max = Number.POSITIVE_INFINITY } = spec;
    return value < min || value > max ? refuse('ERANGE', `outside ${min}–${max} ${spec.unit}`) : undefined;
  }

  /** Writes a value that was not refused. */
  write(name: ControlName, value: ControlValue): void {
    if (name === 'policy0.governor' && isGovernor(value)) {
      this.governor = value;
      this.engine.govern(value);
    } else if (name === 'boost') {
      this.boost = Number(value) === 0 ? 0 : 1;
    } else if (name === 'policy0.max_freq') {
      this.maxRequest = Number(value);
    } else if (name === 'policy0.min_freq') {
      this.minRequest = Number(value);
    }
    this.engine.pstate.limit(this.floor(), this.ceiling());
  }

  /** Whether the maximum is held down by something that is not a setting of it; then a restore writes the hardware's. */
  maxIsHeldDown(): boolean {
    return this.boost === 0;
  }

  spec(name: ControlName): ControlSpec {
    const value = this.read(name);
    if (name === 'boost') return { name, unit: 'bool', min: 0, max: 1, value, writable: true };
    if (name === 'policy0.governor') return { name, unit: 'choice', choices: governorNames, value, writable: true };
    return { name, unit: 'kHz', min: this.table[0], max: this.engine.pstate.top, value, writable: true };
  }

  /** The maximum rounds down to the table (CPUFREQ_RELATION_H). */
  private ceiling(): number {
    const limit = Math.min(this.maxRequest, this.boost === 0 ? this.base : Number.POSITIVE_INFINITY);
    return Math.max(
      0,
      this.table.findLastIndex(khz => khz <= limit),
    );
  }

  /** The minimum rounds up to the table (CPUFREQ_RELATION_L). */
  private floor(): number {
    return this.table.findIndex(khz => khz >= this.minRequest);
  }
}
