/** What one GPU's governor sees of a second or so. */

/** Work that an application said it did on this GPU: units over the time between two of its messages. */
export interface Progress {
  readonly name: string;
  readonly units: number;
  readonly seconds: number;
}

export interface GpuView {
  /** Time since the last view. */
  readonly seconds: number;
  /** W. */
  readonly power: number | undefined;
  /** Shares of the time in which a kernel ran, and in which memory was used. */
  readonly busy: number | undefined;
  readonly memoryBusy: number | undefined;
  /** In the unit of the knob's settings, where that is a clock. */
  readonly clock: number | undefined;
  readonly progress: readonly Progress[];
}
