import { factsOf, wholeMachine } from './names.js';
import type { ControlSpec, Facts } from './signals.js';

/** Which control is what. Two functions, so that who holds them holds no copy of the description. */
export interface ControlNames {
  /** What a control is; one that the machine does not describe, or no longer, goes by its name. */
  readonly factsOf: (name: string) => Facts;
  readonly nameOf: (scope: string, role: string) => string;
}

/** Full name of a scope's control: the machine's own controls carry no scope. */
export const controlName = (scope: string, control: string): string =>
  scope === wholeMachine ? control : `${scope}.${control}`;

/** What a control is called within its scope. */
export const nameWithin = (scope: string, name: string): string =>
  scope === wholeMachine ? name : name.slice(scope.length + 1);

export function controlNames(controls: readonly ControlSpec[]): ControlNames {
  const specs = new Map(controls.map(c => [c.name, c]));
  const names = new Map(controls.map(c => [`${c.scope} ${c.role}`, c.name]));
  return {
    factsOf: name => specs.get(name) ?? factsOf(name),
    nameOf: (scope, role) => names.get(`${scope} ${role}`) ?? controlName(scope, role),
  };
}
