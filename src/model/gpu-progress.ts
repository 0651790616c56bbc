/** Work that an application said it did on a GPU: units over the time between two of its messages. */
export interface Progress {
  readonly name: string;
  readonly units: number;
  readonly seconds: number;
}

export interface GpuProgress extends Progress {
  /** N of gpuN, or a uuid. */
  readonly gpu: number | string;
}
