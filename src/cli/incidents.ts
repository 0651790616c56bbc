import { incidentsPath } from '../control/paths.js';
import { type KeptIncident, listIncidents } from '../daemon/flight/incidents.js';

/** The incidents of the nearest state directory that keeps any. */
export async function keptIn(stateDirs: readonly string[]): Promise<readonly KeptIncident[]> {
  for (const directory of stateDirs) {
    const kept = await listIncidents(incidentsPath(directory));
    if (kept.length > 0) return kept;
  }
  return [];
}
