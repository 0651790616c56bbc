/** The one of `names` that `word` was probably meant to be: at most a third of it mistyped, a swap counting once; undefined where none is near. */
export function nearest(word: string, names: readonly string[]): string | undefined {
  const typed = word.toLowerCase();
  const near = names.map(name => ({ name, off: distance(typed, name.toLowerCase()) }));
  const [best] = near.sort((a, b) => a.off - b.off);
  return best !== undefined && best.off > 0 && best.off <= Math.max(1, Math.floor(best.name.length / 3))
    ? best.name
    : undefined;
}

/** ` (did you mean performance?)`, or nothing. */
export function suggestion(word: string, names: readonly string[]): string {
  const found = nearest(word, names);
  return found === undefined ? '' : ` (did you mean ${found}?)`;
}

/** How many letters have to be put in, left out, changed or swapped with their neighbour. */
function distance(a: string, b: string): number {
  const rows: number[][] = [Array.from({ length: b.length + 1 }, (_, j) => j)];
  const at = (i: number, j: number): number => rows[i]?.[j] ?? Number.POSITIVE_INFINITY;
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    rows.push(row);
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1];
      let least = Math.min(at(i - 1, j) + 1, at(i, j - 1) + 1, at(i - 1, j - 1) + (same ? 0 : 1));
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        least = Math.min(least, at(i - 2, j - 2) + 1);
      row.push(least);
    }
  }
  return at(a.length, b.length);
}
