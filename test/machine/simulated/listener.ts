import type { MachineEvents, Outcome } from '../../../src/machine/machine.js';
import type { Description } from '../../../src/model/description.js';
import type { Sample } from '../../../src/model/sensing/sample.js';

/** Keeps what a machine told, and looks signals up by name. */
export class Listener implements MachineEvents {
  description: Description | undefined;
  readonly batches: (readonly Sample[])[] = [];
  readonly told: string[] = [];
  readonly restorations: Outcome[] = [];

  hello(description: Description): void {
    this.told.push('hello');
    this.description = description;
  }

  samples(batch: readonly Sample[]): void {
    this.told.push('samples');
    this.batches.push(batch);
  }

  restored(why: string, outcome: Outcome): void {
    this.told.push(`restored ${why}`);
    this.restorations.push(outcome);
  }

  notice(what: string, why: string): void {
    this.told.push(`notice ${what} ${why}`);
  }

  lost(why: string, again: boolean): void {
    this.told.push(`lost ${why} ${again}`);
  }

  get all(): readonly Sample[] {
    return this.batches.flat();
  }

  get newest(): Sample | undefined {
    return this.all.at(-1);
  }

  /** A signal in a sample, the newest by default; NaN where there is none. */
  value(name: string, sample = this.newest): number {
    const index = this.description?.signals.findIndex(s => s.name === name) ?? -1;
    return sample?.values[index] ?? Number.NaN;
  }

  /** A state with choices, as a word. */
  word(name: string, sample = this.newest): string | undefined {
    return this.description?.signals.find(s => s.name === name)?.choices?.[this.value(name, sample)];
  }
}
