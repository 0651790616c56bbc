import type { Opinion } from '../governor/feedback.js';
import { profileNames } from '../governor/profiles.js';
import { readKept, writeKept } from './kept-file.js';

const version = 1;

/** What people said before, of the file at `path`: nothing where there is none; throws with what is wrong with it. */
export function readFeedback(path: string): readonly Opinion[] {
  const body = readKept(path);
  if (body === undefined) return [];
  if (typeof body !== 'object' || body === null || !('version' in body) || body.version !== version)
    throw new Error(`${path}: expected an object of version ${version}`);
  const opinions: readonly unknown[] | undefined =
    'opinions' in body && Array.isArray(body.opinions) ? body.opinions : undefined;
  if (opinions === undefined) throw new Error(`${path}: opinions: expected a list`);
  return opinions.map((opinion, i) => {
    if (isOpinion(opinion)) return opinion;
    throw new Error(
      `${path}: opinions[${i}]: ${JSON.stringify(opinion)}, expected profile, source, level and at (UTC ms)`,
    );
  });
}

export const writeFeedback = (path: string, opinions: readonly Opinion[]): void =>
  writeKept(path, { version, opinions });

function isOpinion(body: unknown): body is Opinion {
  return (
    typeof body === 'object' &&
    body !== null &&
    'profile' in body &&
    profileNames.some(name => name === body.profile) &&
    'source' in body &&
    (body.source === 'mains' || body.source === 'battery') &&
    'level' in body &&
    Number.isFinite(body.level) &&
    'at' in body &&
    Number.isFinite(body.at)
  );
}
