import { incidentsPath } from '../../../control/paths.js';
import { packageVersion } from '../../../control/version.js';
import { markedVersion } from '../../../daemon/flight/code-mark.js';
import { type KeptIncident, listIncidents } from '../../../daemon/flight/incidents.js';
import { replay } from '../../../daemon/flight/replay.js';
import { alternatives } from '../../../engine/replay/alternatives.js';
import { RecordingError } from '../../../engine/replay/recording-error.js';
import type { Context } from '../../context.js';
import { exitOk, Failure, UsageError } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { incidentLines, replayLines } from '../../view/replay.js';

interface Options {
  readonly file?: string | undefined;
  readonly incident?: number;
  readonly governor?: string;
  readonly list?: boolean;
  readonly limit: number;
}

/** What another governor, or this version's rules, would have decided over a recording. No daemon is needed. */
export async function run(context: Context, options: Options): Promise<number> {
  const { stateDirs, json, style, print, printJson } = context;
  if (options.list === true) {
    const kept = harmless(await keptIncidents(stateDirs));
    if (json) printJson({ incidents: kept });
    else print(...(kept.length === 0 ? ['no incident is kept'] : incidentLines(kept, style)));
    return exitOk;
  }
  const other = alternatives.find(g => g.name === options.governor);
  const path = await recordingOf(stateDirs, options);
  try {
    const played = harmless(await replay(path, markedVersion(packageVersion()), other));
    const governor = other?.name ?? null;
    if (json) printJson({ path, governor, ...played });
    else print(...replayLines(played, governor, options.limit, style));
  } catch (error) {
    if (error instanceof RecordingError) throw new Failure(error.message);
    throw error;
  }
  return exitOk;
}

async function recordingOf(stateDirs: readonly string[], options: Options): Promise<string> {
  const { file, incident } = options;
  if (file !== undefined && incident === undefined) return file;
  if (file !== undefined || incident === undefined)
    throw new UsageError('a file or --incident, expected one of them; --list shows the incidents');
  const kept = await keptIncidents(stateDirs);
  const found = kept.find(k => k.number === incident);
  if (found !== undefined) return found.path;
  const known = kept.map(k => k.number).join(', ');
  throw new Failure(`incident ${incident}, expected ${known === '' ? 'none: none is kept' : `one of ${known}`}`);
}

/** The incidents of the nearest state directory that keeps any. */
async function keptIncidents(stateDirs: readonly string[]): Promise<readonly KeptIncident[]> {
  for (const directory of stateDirs) {
    const kept = await listIncidents(incidentsPath(directory));
    if (kept.length > 0) return kept;
  }
  return [];
}
