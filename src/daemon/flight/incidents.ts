import { statSync } from 'node:fs';
import { errnoOf } from '../../control/protocol/errors.js';
import type { Incident } from '../../engine/replay/notes.js';
import { entries } from '../../machine/replayed/entries.js';
import { incidentFile, numbersOf } from './keep-incident.js';

export interface KeptIncident extends Incident {
  readonly number: number;
  readonly path: string;
  readonly bytes: number;
}

/** The incidents on disk, newest first; none if the directory does not exist. */
export async function listIncidents(directory: string): Promise<KeptIncident[]> {
  let known: number[];
  try {
    known = numbersOf(directory);
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

/** It is at the start of the file. */
async function incidentOf(path: string): Promise<Incident | undefined> {
  for await (const entry of entries(path)) {
    if ('note' in entry && entry.note.t === 'incident') return entry.note.incident;
    if ('sample' in entry) return undefined;
  }
  return undefined;
}
