/** The measurements of one workload on one GPU at each setting of its knob. */
export interface Point {
  /** W of a cap, MHz of a clock. */
  readonly setting: number;
  /** Time relative to that at the highest setting. */
  readonly time: number;
  /** W on the board. */
  readonly power: number;
  /** As nvidia-smi would show them; undefined if the table does not have them. */
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
  /** Its draw never reaches the lowest cap: no setting has an effect, and differences between rows are noise. */
  readonly inert: boolean;
}

/** Energy at a point relative to that at no limit. */
export const energyShare = (curve: Curve, point: Point): number => (point.time * point.power) / top(curve).power;

export function top({ gpu, workload, points }: Curve): Point {
  const last = points.at(-1);
  if (last === undefined) throw new Error(`${gpu} ${workload}: no points`);
  return last;
}
