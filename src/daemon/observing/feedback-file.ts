import type { Opinion } from '../../governor/budget/feedback.js';
import { profileNames } from '../../model/people/profiles.js';
import { readState, writeState } from '../state-file.js';

/** Earlier feedback from the file at `path`: empty if there is none; throws with what is wrong with the file. */
export function readFeedback(path: string): readonly Opinion[] {
  const body = readState(path);
  if (body === undefined) return [];
  const { opinions } = body;
  if (!Array.isArray(opinions)) throw new Error(`${path}: opinions: expected a list`);
  return opinions.map((opinion: unknown, i) => {
    if (isOpinion(opinion)) return opinion;
    throw new Error(
      `${path}: opinions[${i}]: ${JSON.stringify(opinion)}, expected profile, source, level and at (UTC ms)`,
    );
  });
}

export const writeFeedback = (path: string, opinions: readonly Opinion[]): void => writeState(path, { opinions });

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
