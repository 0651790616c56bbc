/** The simulated laptop's constants; one number, one place. Power W, thermal resistance K/W, heat capacity J/K, time s. */
export const LAPTOP = {
  minKhz: 800_000,
  maxKhz: 4_600_000,
  nominalKhz: 3_000_000,
  /** One unit of CPPC performance. */
  khzPerPerf: 20_000,
  nonlinearKhz: 1_400_000,

  /** Switched capacitance, and the activity of a core that computes and of one that waits for memory. */
  ceff: 1.8,
  activityCompute: 1.0,
  activityStalled: 0.4,
  leakage: 0.8,
  leakagePerKelvin: 0.017,
  leakageReference: 60,
  uncoreActive: 1.5,
  uncoreIdle: 0.25,
  memory: 1.0,
  coreAsleep: 0.03,
  shallowIdleShare: 0.7,
  shallowIdle: 0.0002,
  packageIdleAfter: 0.001,
  energyPerWake: 0.0001,
  /** Screen, memory and storage: what the battery feeds beside the package. */
  platform: 4.0,

  dieToSink: 1.2,
  dieCapacity: 1.0,
  sinkToAir: 2.2,
  sinkCapacity: 25,
  ambient: 25,
  /** The firmware's own last resort, well above the kernel's passive trip. */
  throttleAt: 95,
  throttleHysteresis: 5,
  throttleKhz: 2_500_000,

  batteryFull: 57,
  chargePower: 30,
  batteryVolts: 11.4,

  /** Instructions per cycle of compute, and the time of one cache miss. */
  ipc: 2.0,
  missSeconds: 80e-9,
  raplRangeMicrojoules: 262_143_328_850,
} as const;

/** Supply voltage at a frequency: flat below 1.4 GHz, linear to 3 GHz, then bending upwards. */
export function volts(khz: number): number {
  const ghz = khz / 1e6;
  if (ghz <= 1.4) return 0.62;
  if (ghz <= 3.0) return 0.62 + 0.14375 * (ghz - 1.4);
  return 0.85 + 0.17578 * (ghz - 3.0) ** 2;
}
