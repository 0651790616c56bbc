/** The nondecreasing values nearest to those given, by weighted squares: neighbours in the wrong order are pooled. */
export function nondecreasing(values: readonly number[], weights: readonly number[]): number[] {
  const pools: { sum: number; weight: number; count: number }[] = [];
  for (const [i, value] of values.entries()) {
    const weight = weights[i] ?? 0;
    let pool = { sum: value * weight, weight, count: 1 };
    for (let last = pools.at(-1); last !== undefined && meanOf(last) > meanOf(pool); last = pools.at(-1)) {
      pool = { sum: last.sum + pool.sum, weight: last.weight + pool.weight, count: last.count + pool.count };
      pools.pop();
    }
    pools.push(pool);
  }
  return pools.flatMap(pool => Array<number>(pool.count).fill(meanOf(pool)));
}

const meanOf = ({ sum, weight }: { readonly sum: number; readonly weight: number }): number => sum / weight;
