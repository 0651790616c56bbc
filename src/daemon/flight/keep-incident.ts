import { readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { Entry } from '../../engine/replay/recording.js';
import { makeFolder } from '../../journal/writer/make-folder.js';
import { writeRecording } from '../../machine/replayed/write.js';

/** Number of incidents kept; the oldest is deleted. */
export const keptIncidents = 16;

const suffix = '.jsonl.gz';

export const incidentFile = (directory: string, number: number): string => join(directory, `${number}${suffix}`);

/** Writes the recording before an incident to its own file and resolves with its number; the file is either complete or absent. */
export async function keepIncident(directory: string, recorded: Iterable<Entry>): Promise<number> {
  makeFolder(directory, 0o700);
  const number = (numbersOf(directory).at(-1) ?? 0) + 1;
  const path = incidentFile(directory, number);
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  await writeRecording(unfinished, recorded);
  renameSync(unfinished, path);
  for (const old of numbersOf(directory).slice(0, -keptIncidents))
    rmSync(incidentFile(directory, old), { force: true });
  return number;
}

/** Numbers of the incidents on disk, ascending. */
export function numbersOf(directory: string): number[] {
  return readdirSync(directory)
    .flatMap(name => /^(\d+)\.jsonl\.gz$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}
