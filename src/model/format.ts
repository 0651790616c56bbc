/** Figures as the sentences of rules say them. */

type Figure = number | string | undefined;

/** kHz as `3.20 GHz`. */
export const gigahertz = (khz: Figure): string => `${(Number(khz) / 1e6).toFixed(2)} GHz`;

/** A share as `4.5 %`, whole from 10 % on. */
export function share(value: Figure): string {
  const percent = Number(value) * 100;
  return `${percent >= 10 ? Math.round(percent) : Math.round(percent * 10) / 10} %`;
}
