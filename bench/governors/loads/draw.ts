/** Numbers that a load draws, as data. */
import type { Random } from '../../../src/machine/simulated/work/random.js';

/** `logNormal`: median · exp(N(0, sd)). `cycle`: one after the other. `rare`: `of`, times `times` with that probability. `least` and `most` clip. */
export type Draw =
  | number
  | (Clip &
      (
        | { readonly logNormal: readonly [median: number, sd: number] }
        | { readonly normal: readonly [mean: number, sd: number] }
        | { readonly uniform: readonly [from: number, to: number] }
        | { readonly exponential: number }
        | { readonly cycle: readonly number[]; readonly times?: Draw | undefined }
        | { readonly rare: number; readonly times: number; readonly of: Draw }
      ));

interface Clip {
  readonly least?: number | undefined;
  readonly most?: number | undefined;
}

/** A function that draws the next number. */
export function drawing(draw: Draw, random: Random): () => number {
  if (typeof draw === 'number') return () => draw;
  const { least = 0, most = Number.POSITIVE_INFINITY } = draw;
  const next = unclipped(draw, random);
  return () => Math.min(most, Math.max(least, next()));
}

function unclipped(draw: Exclude<Draw, number>, random: Random): () => number {
  if ('logNormal' in draw) {
    const [median, sd] = draw.logNormal;
    return () => median * random.logNormal(0, sd);
  }
  if ('normal' in draw) {
    const [mean, sd] = draw.normal;
    return () => random.normal(mean, sd);
  }
  if ('uniform' in draw) {
    const [from, to] = draw.uniform;
    return () => from + (to - from) * random.uniform();
  }
  if ('exponential' in draw) return () => random.exponential(draw.exponential);
  if ('cycle' in draw) {
    const times = drawing(draw.times ?? 1, random);
    let turn = 0;
    return () => (draw.cycle[turn++ % draw.cycle.length] ?? 0) * times();
  }
  const of = drawing(draw.of, random);
  return () => of() * (random.uniform() < draw.rare ? draw.times : 1);
}
