/**
 * Room: how much later than at full clock work may be done. The promise says D; nothing says how soon a piece of paced work is needed.
 *
 * 1. Work that comes at a pace, or may do so (its bunching is not known yet, or low), may be needed before its next piece comes: a quarter of the time
 *    that is free at full clock from one stretch to the next: simulated, a third misses one frame in 25 that is due after half of its period. Where an
 *    application says when it is due, half of the time that is free until then is the most; where it works almost alone (budget/hints.ts), and no long
 *    stretches come between, that is it.
 * 2. Other work that comes often: half of the time from one stretch to the next.
 * 3. Where stretches come at a pace, or may do so, and long ones come beside them, a long one takes turns with a short one, which makes it later by up to
 *    twice what the CPU is behind (shared-room.ts), and the short work that comes in that time is ahead of it as well:
 *    max(D/2, D − w)·(1 − u), w = work of a stretch, u = utilisation by short ones. One long stretch says for a minute that more may come: somebody who
 *    clicks every ten seconds would find all of D spent each time.
 * 4. Where tasks were seen to wait for a CPU (tasks/task-views.ts), their own times count (shared-room.ts): several periodic tasks that do nine tenths of
 *    the work leave more room than their common stretches tell, and where a task of long runs comes beside them, they take turns.
 */
import type { Wish } from '../../model/people/asked.js';
import type { DomainFeatures } from '../features/features.js';
import type { TaskView } from '../tasks/task-view.js';
import { leastRoom, piecesOf, roomInTurns } from './shared-room.js';

const partOfFree = 1 / 4;
const partUntilDue = 1 / 2;
const partOfPeriod = 1 / 2;
/** Bunching below which work may come at a pace: that of the gate (regularity-gate.ts). */
const paced = -0.4;
const leastMs = 0.3;
/** Work of a stretch in ms: of a short one at most, and of a long one at least. */
const short = 16;
const long = 32;
/** Share of the work that is in long stretches. */
const some = 0.01;

/** Mean run of a task that is long beside periodic ones, ms. */
const longRun = 2;
/** Work of other tasks beside the periodic ones', as a share of it. */
const fewOthers = 0.1;

type Features = Pick<DomainFeatures, 'stretches' | 'utilisation' | 'bunching' | 'regular' | 'top' | 'computeShare'>;

interface Known extends Features {
  /** Long stretches may come beside the others. */
  readonly mixed: boolean;
}

/** How much there is, ms, and what says so: the CPU's stretches, a task's period (ms), or tasks that take turns. */
export interface Room {
  readonly ms: number;
  readonly by: 'stretches' | 'period' | 'turns';
  readonly period?: number;
}

/** Whether some of the work is in long stretches. */
export const isMixed = ({ stretches }: Pick<Features, 'stretches'>): boolean => 1 - stretches.share(long) > some;

/** Of a promise of `most` ms; `due`: what an application says of its deadline, which no task's period loosens. */
export function room(most: number, known: Known, tasks?: TaskView, due?: Wish): Room {
  const own: Room = { ms: byStretches(most, known, due), by: 'stretches' };
  if (tasks === undefined || tasks.periodic.length === 0) return own;
  const { periodic, others, longest } = tasks;
  const pieces = piecesOf(periodic, known);
  const turns = longest >= longRun ? roomInTurns(most, pieces) : most;
  if (turns < own.ms) return { ms: turns, by: 'turns' };
  const least = due === undefined && periodic.length > 1 && others <= fewOthers ? leastRoom(pieces) : undefined;
  const ms = Math.min(turns, least?.ms ?? 0);
  return least !== undefined && ms > own.ms ? { ms, by: 'period', period: least.period } : own;
}

function byStretches(most: number, known: Known, due?: Wish): number {
  const { stretches, utilisation, bunching, regular, mixed } = known;
  /** ms from one stretch that outlasts a ms to the next; infinite while none is known. */
  const period = 1000 / (stretches.outlasting(1) * utilisation);
  if (period === Number.POSITIVE_INFINITY) return most;
  const mayBePaced = regular || bunching === undefined || bunching < paced;
  const usual = (mayBePaced ? partOfFree * (1 - utilisation) : partOfPeriod) * period;
  const work = utilisation * period;
  const needed = mayBePaced && due !== undefined ? untilDue(due, usual, work, period, mixed) : usual;
  const behind = roomInTurns(most, [{ period, work }]);
  const shared = mayBePaced && mixed ? behind * (1 - utilisation * stretches.share(short)) : most;
  return Math.min(shared, Math.max(leastMs, needed));
}

/** `work`: ms of work in a period. */
function untilDue({ ms, alone }: Wish, usual: number, work: number, period: number, mixed: boolean): number {
  // Where no period is known there is no work to speak of.
  if (period === Number.POSITIVE_INFINITY) return usual;
  const own = partUntilDue * (Math.min(ms, period) - work);
  return alone && !mixed ? own : Math.min(usual, own);
}
