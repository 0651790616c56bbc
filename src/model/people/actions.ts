/** What profiles change beside the CPU and the firmware, each to be switched on or off by itself; names and defaults are power-profiles-daemon's. */
export const actionNames = ['trickle_charge', 'amdgpu_panel_power', 'amdgpu_dpm'] as const;
export type ActionName = (typeof actionNames)[number];

export interface Action {
  /** Role of the controls that it sets. */
  readonly role: string;
  /** Whether it is on where nobody said otherwise. */
  readonly usual: boolean;
  /** Whether its devices come and go, so that it is offered without any. */
  readonly pluggable: boolean;
  readonly description: string;
}

export const actions: Readonly<Record<ActionName, Action>> = {
  trickle_charge: {
    role: 'charge_type',
    usual: true,
    pluggable: true,
    description: 'Charge phones slowly under power-saver',
  },
  amdgpu_panel_power: {
    role: 'panel_power_savings',
    usual: false,
    pluggable: false,
    description: 'Dim the built-in panel on battery at the price of true colours (AMD graphics)',
  },
  amdgpu_dpm: {
    role: 'performance_level',
    usual: false,
    pluggable: false,
    description: 'Keep the clocks of AMD graphics low under power-saver',
  },
};

/** Whether each is on; one that is left out has its default. */
export type ActionChoices = Readonly<Partial<Record<ActionName, boolean | undefined>>>;
