/**
 * What readings say of a few unknowns θ: the information of a linear least squares fit, kept up to date reading by reading.
 *
 * 1. A reading is v = h·θ + noise. It adds w·h·hᵀ to the matrix A and w·v·h to the right side r = A·θ, w = 1/variance.
 * 2. Before it does, what was known of that very combination h fades: A ← A − (1 − λ)·A·h·hᵀ·A / (hᵀ·A·h), and r so that A·θ = r holds for the same
 *    θ (directional forgetting: Cao and Schwartz, Automatica 2000). What readings no longer touch is kept.
 */
import { at } from '../../lattice/metrics/series.js';
import type { Stateful } from '../../model/saved.js';

export class Information implements Stateful {
  readonly size: number;
  /** r. */
  readonly right: Float64Array;
  /** A's lower triangle, row by row. */
  private readonly triangle: Float64Array;
  private readonly image: Float64Array;
  private readonly used: Float64Array;

  constructor(size: number) {
    this.size = size;
    this.right = new Float64Array(size);
    this.triangle = new Float64Array((size * (size + 1)) / 2);
    this.image = new Float64Array(size);
    this.used = new Float64Array(size);
  }

  /** A's element in row i, column j. */
  element(i: number, j: number): number {
    return at(this.triangle, i >= j ? (i * (i + 1)) / 2 + j : (j * (j + 1)) / 2 + i);
  }

  /** Takes the reading `value` of row·θ; `kept`: λ in (0, 1]. */
  take(row: Float64Array, value: number, weight: number, kept: number): void {
    const { size, image, right, triangle, used } = this;
    let count = 0;
    for (let c = 0; c < size; c++) if (at(row, c) !== 0) used[count++] = c;
    let known = 0;
    let along = 0;
    for (let i = 0; i < size; i++) {
      let sum = 0;
      for (let n = 0; n < count; n++) sum += this.element(i, at(used, n)) * at(row, at(used, n));
      image[i] = sum;
      known += sum * at(row, i);
      along += at(right, i) * at(row, i);
    }
    const faded = known > 0 ? (1 - kept) / known : 0;
    for (let i = 0, place = 0; i < size; i++) {
      right[i] = at(right, i) - faded * at(image, i) * along + weight * value * at(row, i);
      for (let j = 0; j <= i; j++, place++)
        triangle[place] = at(triangle, place) - faded * at(image, i) * at(image, j) + weight * at(row, i) * at(row, j);
    }
  }

  /** Lets all that is known count for a share of what it did. */
  fade(share: number): void {
    for (const values of [this.right, this.triangle])
      for (let i = 0; i < values.length; i++) values[i] = at(values, i) * share;
  }

  save() {
    return { right: this.right.slice(), triangle: this.triangle.slice() };
  }

  restore({ right, triangle }: { right: ArrayLike<number>; triangle: ArrayLike<number> }): void {
    this.right.set(right);
    this.triangle.set(triangle);
  }
}
