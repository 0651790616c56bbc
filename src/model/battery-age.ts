/** How one battery has aged; null is not known. */
export interface BatteryAge {
  readonly name: string;
  /** What it holds when full, in % of what it was made for. */
  readonly health: number | null;
  /** How often it was charged and discharged since it was made, as its own electronics count. */
  readonly cycles: number | null;
}

/** `health 87 %, 412 cycles`; of several each by its name. */
export function ageWords(all: readonly BatteryAge[]): readonly string[] {
  return all.flatMap(({ name, health, cycles }) => {
    const told = [
      ...(health === null ? [] : [`health ${Math.round(health)} %`]),
      ...(cycles === null ? [] : [`${cycles} ${cycles === 1 ? 'cycle' : 'cycles'}`]),
    ].join(', ');
    return told === '' ? [] : [all.length === 1 ? told : `${name} ${told}`];
  });
}
