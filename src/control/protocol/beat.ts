import type { Heartbeat } from '../../governor/budget/heartbeats.js';
import { type Hint, longestMs, parseHint } from './hint.js';

const longestName = 64;
/** Letters, digits and what stands in names of programs: a name is shown in sentences and on terminals. */
const plain = /^[\p{L}\p{N}][\p{L}\p{N} ._+:@/-]*$/u;
const longestUnit = 24;
/** One word, so that a name may stand behind it. */
const word = /^\p{L}[\p{L}\p{N}_-]*$/u;
/** Linux's largest pid, and one more. */
const pidLimit = 2 ** 22;

const mostGpus = 256;

/** What a line tells of an application: progress, a hint, or both. */
export interface Told {
  readonly name: string;
  readonly pid: number;
  readonly beat?: Heartbeat;
  /** Null takes it back. */
  readonly hint?: Hint | null;
}

/** What a line tells, or what is wrong with it. */
export function parseBeat(line: string): Told | string {
  let body: unknown;
  try {
    body = JSON.parse(line);
  } catch {
    return 'not JSON, expected {"name":"x","pid":123,"done":456}';
  }
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    return 'not an object, expected {"name":"x","pid":123,"done":456}';
  const name = 'name' in body ? body.name : undefined;
  if (typeof name !== 'string' || name.length > longestName || !plain.test(name))
    return `name: expected 1 to ${longestName} letters, digits, spaces or ._+:@/-`;
  const pid = 'pid' in body ? body.pid : undefined;
  if (typeof pid !== 'number' || !Number.isInteger(pid) || pid < 1 || pid > pidLimit)
    return `pid: expected a whole number from 1 to ${pidLimit}`;
  const hint = 'hint' in body ? parseHint(body.hint) : undefined;
  if (typeof hint === 'string') return hint;
  const beat = hint !== undefined && !('done' in body) ? undefined : beatIn(body, name, pid);
  if (typeof beat === 'string') return beat;
  return { name, pid, ...(beat && { beat }), ...(hint !== undefined && { hint }) };
}

function beatIn(body: object, name: string, pid: number): Heartbeat | string {
  const done = 'done' in body ? body.done : undefined;
  if (typeof done !== 'number' || !(done >= 0 && done <= Number.MAX_SAFE_INTEGER))
    return `done: expected a number from 0 to ${Number.MAX_SAFE_INTEGER}, the units done since the start`;
  const answer = 'answer' in body ? body.answer : undefined;
  if (answer !== undefined && !(typeof answer === 'number' && answer > 0 && answer <= longestMs))
    return `answer: expected a number above 0, up to ${longestMs} ms, the longest since the line before`;
  const unit = 'unit' in body ? body.unit : undefined;
  if (unit !== undefined && (typeof unit !== 'string' || unit.length > longestUnit || !word.test(unit)))
    return `unit: expected a word of 1 to ${longestUnit} letters, digits, _ or -, such as tokens`;
  const beat = { name, pid, done, ...(unit !== undefined && { unit }), ...(answer !== undefined && { answer }) };
  const gpu = 'gpu' in body ? body.gpu : undefined;
  if (gpu === undefined) return beat;
  const isNumber = typeof gpu === 'number' && Number.isInteger(gpu) && gpu >= 0 && gpu < mostGpus;
  const isUuid = typeof gpu === 'string' && gpu.length <= longestName && plain.test(gpu);
  if (!isNumber && !isUuid) return 'gpu: expected the N of gpuN, or the uuid that nvidia-smi -L shows';
  return { ...beat, gpu };
}
