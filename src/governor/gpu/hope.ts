/**
 * A setting that was seen for a short time may be better than it seemed. It is worth a longer look if, with luck, a mix with it would save a percent
 * more than the present one.
 */
import { bestMix, type Mix } from './mix.js';
import { type Point, pointOf } from './points.js';

const worth = 0.01;

/** The least known setting of the mix that would be best if all were as good as their errors allow; undefined if that saves little more. */
export function hopefulPoint(points: readonly Point[], mix: Mix, allowed: number): Point | undefined {
  const known = new Set([mix.upper.place, mix.lower.place]);
  const lucky = points.map(p => {
    if (known.has(p.place) || !p.tried) return p;
    return { ...pointOf(p.place, true, { ...p, time: Math.max(1, p.time - p.error), error: 0 }), doubt: 0 };
  });
  const best = bestMix(lucky, allowed);
  if (best.energy > mix.energy - worth) return undefined;
  const unknown = [best.upper.place, best.lower.place].filter(place => !known.has(place));
  const candidates = points.filter(p => p.tried && unknown.includes(p.place));
  return candidates.sort((a, b) => b.error - a.error)[0];
}

/** What a second at a setting costs more than in the mix: time or energy, whichever is more. */
export const costOf = ({ time, energy }: Point, mix: Mix): number => Math.max(0, time - mix.time, energy - mix.energy);
