/** Work that an application reported by heartbeats in the time of an account, and the energy that it took. */
export interface Work {
  /** Its name in the heartbeats. */
  readonly name: string;
  /** What it counts: tokens, frames, requests; `units` where it does not say. */
  readonly unit: string;
  readonly units: number;
  /** J; `undefined` where no package energy is measured. */
  readonly joules: number | undefined;
  /** Whose energy: of the processes of its program's name, or, where they are not known, the active energy of the whole package. */
  readonly of: 'application' | 'package';
}
