/** Keeps the helper's promise: settings are restored when the lease ends (docs/helper-protocol.md, Lease and baseline). Pure. */
import type { ControlValue } from '../../model/signals.js';
import type { ControlResult } from '../machine.js';
import type { Settings } from './settings.js';

const leaseSeconds = { min: 1, max: 60 };

export class Keeper {
  /** When the lease ends, ms; infinite while there is none. */
  leaseEnd = Number.POSITIVE_INFINITY;
  private readonly settings: Settings;
  private readonly refused: Readonly<Record<string, string>>;
  private readonly before = new Map<string, ControlValue>();

  /** `refused`: errno with which the simulated kernel refuses a control, for tests. */
  constructor(settings: Settings, refused: Readonly<Record<string, string>>) {
    this.settings = settings;
    this.refused = refused;
  }

  /** Control → its value before the first write, or `unlimited` for a maximum that something held down at that moment. */
  get baseline(): Readonly<Record<string, ControlValue>> {
    return Object.fromEntries(this.before);
  }

  /** Renews an existing lease, until `now` + `seconds`; without a lease there is nothing to keep. */
  beat(now: number, seconds: number): void {
    if (this.before.size > 0) this.lease(now, seconds);
  }

  /** Writes what differs, and answers with the values read back once all are written. */
  set(values: Readonly<Record<string, ControlValue>>, now: number, seconds: number): Record<string, ControlResult> {
    const results: Record<string, ControlResult> = {};
    for (const [name, value] of Object.entries(values)) {
      const refusal = this.settings.refusal(name, value);
      if (refusal !== undefined) results[name] = refusal;
    }
    const accepted = this.settings.names.filter(name => name in values && results[name] === undefined);
    const changed = accepted.filter(name => values[name] !== this.settings.read(name));
    for (const name of changed) this.record(name);
    for (const name of changed) {
      const value = values[name];
      const errno = this.refused[name];
      if (errno !== undefined && value !== undefined)
        results[name] = { errno, wanted: value, why: 'the simulated kernel refuses it' };
      else if (value !== undefined) this.settings.write(name, value);
    }
    for (const name of accepted) results[name] ??= { value: this.settings.read(name) };
    if (this.before.size > 0) this.lease(now, seconds);
    return results;
  }

  /** Writes the baseline back and ends the lease; undefined if nothing had been written. */
  restore(): Record<string, ControlResult> | undefined {
    if (this.before.size === 0) return undefined;
    const held = this.settings.names.filter(name => this.before.has(name));
    for (const name of held) {
      const value = this.before.get(name);
      if (value !== undefined)
        this.settings.write(name, value === 'unlimited' ? (this.settings.spec(name).max ?? value) : value);
    }
    this.before.clear();
    this.leaseEnd = Number.POSITIVE_INFINITY;
    return Object.fromEntries(held.map(name => [name, { value: this.settings.read(name) }]));
  }

  private lease(now: number, seconds: number): void {
    this.leaseEnd = now + 1000 * Math.min(leaseSeconds.max, Math.max(leaseSeconds.min, seconds));
  }

  private record(name: string): void {
    if (this.before.has(name)) return;
    this.before.set(name, this.settings.isHeldDown(name) ? 'unlimited' : this.settings.read(name));
  }
}
