/**
 * Room by tasks, where several share a CPU that is behind by B. w is a periodic task's CPU time a period at full clock.
 *
 * 1. A task that comes each T is done by T/2 if B ≤ T/2 − 1.3·w/(1 − U): a third more for runs that vary, and U the share of the others, which come in
 *    between. Half of T, since nothing says how soon in its period it is needed.
 * 2. Tasks take turns, so one whose run ends B later shares that time with a piece of the periodic work that comes in it: it is later by B + min(B, w).
 *    That comes to D for B = max(D/2, D − w). Pieces of two periodic tasks in the same few ms are too rare to count.
 */
import { dilation } from '../features/dilation.js';
import type { DomainFeatures } from '../features/features.js';
import type { PeriodicTask } from '../tasks/task-view.js';

const neededBy = 1 / 2;
const varies = 1.3;
/** The share of a CPU that others leave to a task, at least: where periodic tasks have several CPUs, their sum says nothing of one. */
const leftOver = 0.05;

/** Times in ms; `work` at full clock. */
export interface Piece {
  readonly period: number;
  readonly work: number;
}

type Clocks = Pick<DomainFeatures, 'top' | 'computeShare'>;

/** What periodic tasks need at a domain's full clock. A task of unknown clock is taken to have had that. */
export const piecesOf = (periodic: readonly PeriodicTask[], { top, computeShare }: Clocks): Piece[] =>
  periodic.map(({ period, run, mhz }) => {
    const x = mhz > 0 ? Math.min(1, (1000 * mhz) / top) : 1;
    return { period, work: run / dilation(computeShare, x) };
  });

/** The task that leaves the least room, and that, ms; undefined where there is none. */
export function leastRoom(pieces: readonly Piece[]): { readonly ms: number; readonly period: number } | undefined {
  const all = pieces.reduce((sum, { work, period }) => sum + work / period, 0);
  let least: { readonly ms: number; readonly period: number } | undefined;
  for (const { work, period } of pieces) {
    const ms = neededBy * period - (varies * work) / Math.max(leftOver, 1 - all + work / period);
    if (least === undefined || ms < least.ms) least = { ms, period };
  }
  return least;
}

/** The most that a CPU may be behind, ms, for a task that takes turns with one of these to be later by no more than `most` ms. */
export function roomInTurns(most: number, pieces: readonly Piece[]): number {
  const longest = pieces.reduce((ms, { work }) => Math.max(ms, work), 0);
  return Math.max(most / 2, most - longest);
}
