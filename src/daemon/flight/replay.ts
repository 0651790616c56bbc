import type { Alternative } from '../../engine/replay/alternatives.js';
import { Player, type Replay } from '../../engine/replay/player.js';
import { entries } from '../../machine/replayed/entries.js';
import { decodeImage } from './image.js';

/** Replays the recording at `path`, with the rules as they are or with an alternative. */
export async function replay(path: string, version: string, alternative?: Alternative): Promise<Replay> {
  const player = new Player(path, version, decodeImage, alternative);
  for await (const entry of entries(path)) player.take(entry);
  return player.result();
}
