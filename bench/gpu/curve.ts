/** What one workload did on one GPU at each setting of its knob, as measured. */
export interface Point {
  /** W of a cap, MHz of a clock. */
  readonly setting: number;
  /** Time over that at the highest setting. */
  readonly time: number;
  /** W on the board. */
  readonly power: number;
  /** As nvidia-smi would show them; undefined where the table doesn't tell. */
  readonly busy: number | undefined;
  readonly memoryBusy: number | undefined;
  /** MHz. */
  readonly clock: number | undefined;
}

export interface Curve {
  readonly gpu: string;
  readonly workload: string;
  readonly knob: 'cap' | 'clock';
  /** Lowest setting first; the last is no limit. */
  readonly points: readonly Point[];
  /** Its draw never reaches the lowest cap: no setting does anything, and differences between rows are noise. */
  readonly inert: boolean;
}

/** Energy at a point over that at no limit. */
export const energyShare = (curve: Curve, point: Point): number => (point.time * point.power) / top(curve).power;

export function top({ gpu, workload, points }: Curve): Point {
  const last = points.at(-1);
  if (last === undefined) throw new Error(`${gpu} ${workload}: no points`);
  return last;
}
