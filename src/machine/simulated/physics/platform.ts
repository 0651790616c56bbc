/** One frequency domain as the research model describes it; names as in model.json. f GHz, V volt, p_* W, R* K/W, C* J/K, t_* and lat_wake ms, e_wake J, temperatures °C. */
export interface PlatformNumbers {
  readonly f: readonly number[];
  readonly V: readonly number[];
  readonly ceff: number;
  readonly act_c: number;
  readonly act_s: number;
  readonly leak0: number;
  readonly kT: number;
  readonly T0: number;
  readonly p_unc_act: number;
  readonly p_unc_idle: number;
  readonly p_mem: number;
  readonly p_c6: number;
  readonly c1frac: number;
  readonly t_c1: number;
  readonly t_pkg: number;
  readonly e_wake: number;
  readonly lat_wake: number;
  readonly Ra: number;
  readonly Ca: number;
  readonly Rb: number;
  readonly Cb: number;
  readonly Tamb: number;
  readonly trip: number;
  readonly thyst: number;
  readonly throt_idx: number;
}

/** Frequencies as the kernel counts them, kHz, ascending. GHz of the model are decimal fractions, so they are rounded once, here. */
export const frequencyTable = (p: PlatformNumbers): readonly number[] => p.f.map(ghz => Math.round(ghz * 1e6));

/** The value at an index known to be in the table; throws if it is not, since every later figure would be wrong. */
export function at(table: readonly number[], index: number): number {
  const value = table[index];
  if (value === undefined) throw new RangeError(`operating point ${index} of ${table.length}`);
  return value;
}
