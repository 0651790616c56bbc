/**
 * Speeds of jobs with known windows: the least energy of convex power (Yao, Demers and Shenker 1995).
 *
 * 1. The interval whose jobs need the highest speed is the critical one: they run at that speed, it is cut out, and so on. Work with memory share m
 *    at speed x takes w·(m + (1−m)/x), so an interval of L needs x = Σw(1−m) / (L − Σwm).
 * 2. Windows are taken in groups that begin where the fewest windows are open, at the latest after a hundred and some: the search grows with the cube
 *    of a group. A group ignores that windows of the next one overlap its last ones, which only lowers the energy: it stays a lower bound.
 */
import type { KnownJob } from './jobs.js';

export interface Window {
  readonly job: KnownJob;
  readonly work: number;
  readonly memory: number;
  from: number;
  to: number;
  speed: number;
}

const group = { least: 64, most: 128 };

/** Sets the speed of each window; they are in the order of their arrivals. */
export function assignSpeeds(windows: readonly Window[]): void {
  for (let start = 0; start < windows.length; ) {
    const end = endOf(windows, start);
    solve(windows.slice(start, end));
    start = end;
  }
}

/** Index after the last window of the group that starts at `start`. */
function endOf(windows: readonly Window[], start: number): number {
  let latest = Number.NEGATIVE_INFINITY;
  let best = Math.min(windows.length, start + group.most);
  let fewest = Number.POSITIVE_INFINITY;
  const open: number[] = [];
  for (let i = start; i < windows.length && i - start < group.most; i++) {
    const w = windows[i];
    if (w === undefined) break;
    // The next period may begin a rounding error before the last one ends.
    if (i > start && w.from >= latest - 1e-6) return i;
    latest = Math.max(latest, w.to);
    while (open.length > 0 && (open[0] ?? 0) <= w.from) open.shift();
    if (i - start >= group.least && open.length < fewest) {
      fewest = open.length;
      best = i;
    }
    open.splice(open.findLastIndex(to => to <= w.to) + 1, 0, w.to);
  }
  return windows.length - start <= group.most ? windows.length : best;
}

function solve(windows: readonly Window[]): void {
  let open = [...windows];
  while (open.length > 0) {
    const critical = criticalInterval(open);
    const { from, to, speed } = critical;
    const inside = (w: Window): boolean => w.from >= from && w.to <= to;
    for (const w of open) if (inside(w)) w.speed = speed;
    open = open.filter(w => !inside(w));
    for (const w of open) {
      w.from = shrunk(w.from, from, to);
      w.to = shrunk(w.to, from, to);
    }
  }
}

const shrunk = (t: number, from: number, to: number): number => (t <= from ? t : t >= to ? t - (to - from) : from);

function criticalInterval(open: readonly Window[]): { speed: number; from: number; to: number } {
  const byEnd = [...open].sort((a, b) => a.to - b.to);
  let best = { speed: -1, from: 0, to: 0 };
  for (const from of new Set(open.map(w => w.from))) {
    let computing = 0;
    let waiting = 0;
    for (const w of byEnd) {
      if (w.from < from) continue;
      computing += w.work * (1 - w.memory);
      waiting += w.work * w.memory;
      const room = w.to - from - waiting;
      const speed = room > 0 ? computing / room : Number.POSITIVE_INFINITY;
      if (speed > best.speed) best = { speed, from, to: w.to };
    }
  }
  return best;
}
