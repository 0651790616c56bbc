/** What a process had of a GPU between two looks. */
export interface GpuUse {
  /** The GPU's number in the topology. */
  readonly gpu: number;
  readonly pid: number;
  /** Its program's name, of any process's choice; without characters that move a cursor. */
  readonly name: string;
  /** s for which its kernels ran. */
  readonly seconds: number;
}
