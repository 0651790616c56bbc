/** What the governor of the kernel's module is called (native/kmod), in the kernel and in its folder of tunables. */
export const kernelGovernor = 'lattice';

/** All that can be set of it. */
export const kernelTunables = [
  ...['young_percent', 'young_us', 'pace_percent', 'pace_us'],
  ...['margin_percent', 'tau_us', 'rest_us', 'rate_us'],
] as const;
