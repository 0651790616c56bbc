import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { SimulatedMachine } from '../../../src/machine/simulated/simulated-machine.js';
import type { Description } from '../../../src/model/description.js';
import type { Sample } from '../../../src/model/sensing/sample.js';
import { Listener } from '../simulated/listener.js';
import { ManualClock } from '../simulated/manual-clock.js';

/** A path for a recording in a directory that goes with the test. */
export function temporary(text?: string): string {
  const directory = mkdtempSync(join(tmpdir(), 'lattice-replay-'));
  onTestFinished(() => rmSync(directory, { recursive: true }));
  const path = join(directory, 'recording.jsonl');
  if (text !== undefined) writeFileSync(path, text);
  return path;
}

/** Half a minute of the simulated laptop, or of another machine. */
export async function simulated(
  seconds = 30,
  platform: ConstructorParameters<typeof SimulatedMachine>[0]['platform'] = 'laptop',
): Promise<{ description: Description; samples: readonly Sample[] }> {
  const clock = new ManualClock();
  const machine = new SimulatedMachine({ platform, clock });
  const listener = new Listener();
  const description = await machine.start(listener);
  // Held-back samples would be lost at the end.
  machine.cadence({ activeHz: 10, quietHz: 10, batchSeconds: 0 });
  await clock.advance(seconds * 1000);
  await machine.stop();
  return { description, samples: listener.all };
}
