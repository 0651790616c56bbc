import { type ActionChoices, type ActionName, actionNames, actions } from '../../model/people/actions.js';

/** What somebody chose for an action, and what the configuration said then. */
export interface ChosenAction {
  readonly on: boolean;
  readonly beside: boolean;
}

export type ChosenActions = Readonly<Partial<Record<ActionName, ChosenAction>>>;

/** Which actions are on: as somebody chose, until the configuration says something else than it did then; else as configured. */
export class ActionSwitches {
  private readonly configured: () => ActionChoices;
  private chosen: ChosenActions;
  private names: readonly ActionName[] = [];

  constructor(configured: () => ActionChoices, chosen: ChosenActions) {
    this.configured = configured;
    this.chosen = chosen;
  }

  /** The actions that are on; the same list while that does not change. */
  get on(): readonly ActionName[] {
    const names = actionNames.filter(name => this.isOn(name));
    if (names.join() !== this.names.join()) this.names = names;
    return this.names;
  }

  set(name: ActionName, on: boolean): void {
    this.chosen = { ...this.chosen, [name]: { on, beside: this.usual(name) } };
  }

  kept(): ChosenActions {
    return this.chosen;
  }

  private isOn(name: ActionName): boolean {
    const usual = this.usual(name);
    const { [name]: chosen, ...others } = this.chosen;
    if (chosen?.beside === usual) return chosen.on;
    this.chosen = others;
    return usual;
  }

  private usual(name: ActionName): boolean {
    return this.configured()[name] ?? actions[name].usual;
  }
}
