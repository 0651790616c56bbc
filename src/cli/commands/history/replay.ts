import { packageVersion } from '../../../control/version.js';
import { markedVersion } from '../../../daemon/flight/code-mark.js';
import { replay } from '../../../daemon/flight/replay.js';
import { alternatives } from '../../../engine/replay/alternatives.js';
import { RecordingError } from '../../../engine/replay/recording-error.js';
import type { Commands } from '../../commands.js';
import type { Context } from '../../context.js';
import { exitOk, Failure, UsageError } from '../../exit.js';
import { keptIn } from '../../incidents.js';
import { harmless } from '../../render/harmless.js';
import { incidentLines, replayLines } from '../../view/replay.js';

/** What another governor, or the rules of today, would have decided over what a daemon has recorded; no daemon is asked. */
export async function run(context: Context, options: Commands['replay']): Promise<number> {
  const { stateDirs, json, style, print, printJson } = context;
  if (options.list === true) {
    const kept = harmless(await keptIn(stateDirs));
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

async function recordingOf(stateDirs: readonly string[], options: Commands['replay']): Promise<string> {
  const { file, incident } = options;
  if (file !== undefined && incident === undefined) return file;
  if (file !== undefined || incident === undefined)
    throw new UsageError('a file or --incident, expected one of them; --list shows the incidents');
  const kept = await keptIn(stateDirs);
  const found = kept.find(k => k.number === incident);
  if (found !== undefined) return found.path;
  const known = kept.map(k => k.number).join(', ');
  throw new Failure(`incident ${incident}, expected ${known === '' ? 'none: none is kept' : `one of ${known}`}`);
}
