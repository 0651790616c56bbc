import type { Style } from '../render/style.js';

/** The first line of every output about a simulated machine, so that no figure of it is taken for a measured one. */
export function banner(
  { simulated, machine }: { readonly simulated: boolean; readonly machine: string },
  style: Style,
): string[] {
  return simulated
    ? [`${style.paint('simulated', ' SIMULATED ')} ${machine}: every figure here is made up by the simulator`]
    : [];
}
