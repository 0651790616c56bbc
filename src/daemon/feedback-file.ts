import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Opinion } from '../governor/feedback.js';
import { profileNames } from '../governor/profiles.js';

const version = 1;

/** What people said before, of the file at `path`: nothing where there is none; throws with what is wrong with it. */
export function readFeedback(path: string): readonly Opinion[] {
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return [];
    throw error;
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw new Error(`${path}: not JSON`);
  }
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

/** Writes it so that a crash leaves the old file or the new one. */
export function writeFeedback(path: string, opinions: readonly Opinion[]): void {
  mkdirSync(dirname(path), { recursive: true });
  const fresh = `${path}.new`;
  const file = openSync(fresh, 'w', 0o644);
  try {
    writeSync(file, `${JSON.stringify({ version, opinions }, null, 2)}\n`);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
  renameSync(fresh, path);
}

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
