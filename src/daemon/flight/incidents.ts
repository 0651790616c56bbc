import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errnoOf } from '../../control/errors.js';
import { makeFolder } from '../../journal/make-folder.js';
import { entries } from '../../machine/replayed/entries.js';
import type { Note } from '../../machine/replayed/notes.js';
import type { Entry } from '../../machine/replayed/recording.js';
import { writeRecording } from '../../machine/replayed/write.js';

export type Incident = Extract<Note, { t: 'incident' }>['incident'];

export interface KeptIncident extends Incident {
  readonly number: number;
  readonly path: string;
  readonly bytes: number;
}

/** So many are kept; the oldest gives way. */
export const keptIncidents = 16;

const suffix = '.jsonl.gz';

export const incidentFile = (directory: string, number: number): string => join(directory, `${number}${suffix}`);

/** Writes what came before an incident to a file of its own and resolves with its number; the file is whole or not there. */
export async function keepIncident(directory: string, recorded: Iterable<Entry>): Promise<number> {
  makeFolder(directory, 0o700);
  const number = (numbers(directory).at(-1) ?? 0) + 1;
  const path = incidentFile(directory, number);
  const unfinished = `${path}.part`;
  rmSync(unfinished, { force: true });
  await writeRecording(unfinished, recorded);
  renameSync(unfinished, path);
  for (const old of numbers(directory).slice(0, -keptIncidents)) rmSync(incidentFile(directory, old), { force: true });
  return number;
}

/** Numbers of the incidents that are kept, ascending. */
function numbers(directory: string): number[] {
  return readdirSync(directory)
    .flatMap(name => /^(\d+)\.jsonl\.gz$/.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => a - b);
}

/** The incidents that are kept, newest first; none where the directory is not there. */
export async function listIncidents(directory: string): Promise<KeptIncident[]> {
  let known: number[];
  try {
    known = numbers(directory);
  } catch (error) {
    if (errnoOf(error) === 'ENOENT') return [];
    throw error;
  }
  const kept: KeptIncident[] = [];
  for (const number of known.reverse()) {
    const path = incidentFile(directory, number);
    const incident = await incidentOf(path);
    if (incident !== undefined) kept.push({ ...incident, number, path, bytes: statSync(path).size });
  }
  return kept;
}

/** It stands at the beginning. */
async function incidentOf(path: string): Promise<Incident | undefined> {
  for await (const entry of entries(path)) {
    if ('note' in entry && entry.note.t === 'incident') return entry.note.incident;
    if ('sample' in entry) return undefined;
  }
  return undefined;
}
