import { lstatSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf, messageOf } from '../control/protocol/errors.js';
import { distrust } from '../control/trust.js';
import type { Description } from '../model/description.js';
import type { ControlValue } from '../model/signals.js';
import { helperOnce } from './helper-once.js';

/** A control that was changed and never put back. */
interface LeftControl {
  readonly name: string;
  readonly unit: string;
  readonly baseline: ControlValue;
  readonly value: ControlValue | null;
  /** The helper's directory whose baseline lists it. */
  readonly directory: string;
}

export interface Leftovers {
  readonly controls: readonly LeftControl[];
  /** Charge limits that were set and stay by configuration: nothing is wrong with them. */
  readonly kept: readonly LeftControl[];
  /** What could not be looked at, in words: it may hide something. */
  readonly unknown: readonly string[];
}

/** What a dead daemon left changed: a baseline of this boot that was not restored. */
export async function leftovers(helperDirs: readonly string[]): Promise<Leftovers> {
  const controls: LeftControl[] = [];
  const kept: LeftControl[] = [];
  const unknown: string[] = [];
  for (const directory of helperDirs) {
    const file = join(directory, 'baseline.json');
    const why = distrust(directory);
    if (why !== undefined) {
      unknown.push(`${directory} is not looked at: ${why}`);
      continue;
    }
    const state = stateOf(file);
    if (state !== 'sound' && state !== 'absent') unknown.push(`${file}: ${state}`);
    if (state !== 'sound') continue;
    const description = await helperOnce(directory);
    if (typeof description === 'string') {
      unknown.push(`${file} is there, and whether it was restored can't be seen: ${description}`);
      continue;
    }
    // The helper reads only a baseline of this boot: a reboot has undone an older one. A file stays until all of it is restored.
    controls.push(...changed(description, description.baseline, directory));
    kept.push(...changed(description, description.kept ?? {}, directory));
  }
  return { controls, kept, unknown };
}

/** Those that read otherwise than before. */
function changed(description: Description, before: Description['baseline'], directory: string): LeftControl[] {
  return Object.entries(before).flatMap(([name, baseline]): LeftControl[] => {
    const control = description.controls.find(c => c.name === name);
    const restored = baseline === 'unlimited' ? control?.max : baseline;
    const value = control?.value ?? null;
    return value === restored ? [] : [{ name, unit: control?.unit ?? '', baseline, value, directory }];
  });
}

/** Whether there is a baseline that can be read, or why not, in words: the helper passes over a damaged one. */
function stateOf(path: string): string {
  try {
    if (!lstatSync(path).isFile()) return 'is no plain file';
    JSON.parse(readFileSync(path, 'utf8'));
    return 'sound';
  } catch (error) {
    if (errnoOf(error) === 'ENOENT' || errnoOf(error) === 'ENOTDIR') return 'absent';
    if (error instanceof SyntaxError) return 'is damaged: what was changed is not known';
    return messageOf(error);
  }
}
