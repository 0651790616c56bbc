/** One GPU's state over about a second, as its controller sees it. */

import type { Progress } from '../../model/gpu-progress.js';

export interface GpuObservation {
  /** Time since the last view. */
  readonly seconds: number;
  /** W. */
  readonly power: number | undefined;
  /** Shares of the time in which a kernel ran, and in which memory was used. */
  readonly busy: number | undefined;
  readonly memoryBusy: number | undefined;
  /** In the unit of the knob's settings, if the knob is a clock. */
  readonly clock: number | undefined;
  readonly progress: readonly Progress[];
}
