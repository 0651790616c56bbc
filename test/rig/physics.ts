import { CPUS, layout } from './layout.js';
import type { SharedPage } from './page.js';
import { Battery } from './physics/battery.js';
import type { ClockSource } from './physics/clocks.js';
import { Core, powerLimit } from './physics/core.js';
import { LAPTOP as L } from './physics/laptop.js';
import { FirmwareLimits } from './physics/limits.js';
import { Owners } from './physics/owners.js';
import { coreEnergy, uncoreEnergy } from './physics/power.js';
import { Scored } from './physics/scored.js';
import { Thermal } from './physics/thermal.js';

const PERIOD_MS = 5;
/** Longer steps would make the die's equation unstable; a stalled host process is caught up with in pieces. */
const LONGEST_STEP = 0.02;
/** Timers that fire late and then at once would otherwise make a step of no length. */
const SHORTEST_STEP = 0.001;
const METER_SECONDS = 1;

/**
 * The simulated hardware behind the virtual laptop's real drivers. Each step: what drivers and load did since the last one,
 * the energy and heat of that, the next clocks, and all of it published in the shared page.
 */
export class Physics {
  readonly cores = Array.from({ length: CPUS }, (_, cpu) => new Core(cpu));
  readonly thermal = new Thermal();
  readonly battery = new Battery();
  readonly limits = new FirmwareLimits();
  readonly scored = new Scored();
  readonly owners = new Owners();
  /** Energy since boot, J: the truth that every counter in the guest derives from. */
  packageJoules = 0;
  coreJoules = 0;
  /** Package power of the last step, and platform power averaged as the power meter does, W. */
  packageWatts = 0;
  platformWatts: number = L.platform;

  readonly #page: SharedPage;
  readonly #clocks: ClockSource;
  #timer: NodeJS.Timeout | undefined;
  #last = 0;
  #sourceEvents = 0;
  #ppcEvents = 0;
  #ppc = 0;

  constructor(page: SharedPage, clocks: ClockSource) {
    this.#page = page;
    this.#clocks = clocks;
  }

  start(): void {
    this.#last = performance.now();
    this.#publish();
    this.#timer = setInterval(() => this.#catchUp(), PERIOD_MS);
  }

  stop(): void {
    clearInterval(this.#timer);
    this.#clocks.close();
  }

  get temperature(): number {
    return this.thermal.die;
  }

  /** Plugs the AC adapter in or pulls it out; drivers hear of it within half a second, as after an embedded controller's event. */
  setOnline(online: boolean): void {
    this.battery.online = online;
    this.#sourceEvents += 1;
  }

  /** Firmware's own cap on P-states: index of the fastest one allowed (acpi-cpufreq only). */
  setPpc(index: number): void {
    this.#ppc = index;
    this.#ppcEvents += 1;
  }

  /** Takes the die to a temperature and holds it there, whatever the load does, until thermal.release(). */
  driveTo(celsius: number, kelvinPerSecond = 10): void {
    this.thermal.force(celsius, kelvinPerSecond);
  }

  #catchUp(): void {
    const now = performance.now();
    const elapsed = (now - this.#last) / 1000;
    if (elapsed < SHORTEST_STEP) return;
    this.#last = now;
    const steps = Math.max(1, Math.ceil(elapsed / LONGEST_STEP));
    for (let i = steps; i > 0; i -= 1) this.step(elapsed / steps, (elapsed * i) / steps);
  }

  step(dt: number, behind = dt): void {
    this.#page.pull();
    const steps = this.cores.map(core => core.observe(this.#page, dt, behind));
    const celsius = this.thermal.die;
    const coreJoules = steps.reduce((sum, step) => sum + coreEnergy(step, celsius, dt), 0);
    const packageJoules = coreJoules + uncoreEnergy(steps, dt);
    this.coreJoules += coreJoules;
    this.packageJoules += packageJoules;
    this.packageWatts = packageJoules / dt;
    this.scored.step(this.#page, steps, packageJoules, dt);
    this.owners.step(this.#page, steps, celsius);
    const platform = this.packageWatts + L.platform;
    this.platformWatts += (platform - this.platformWatts) * Math.min(1, dt / METER_SECONDS);
    this.thermal.step(this.packageWatts, dt);
    this.battery.step(platform, dt);

    const { watts, seconds } = powerLimit(this.#page);
    const ceiling = this.limits.step(this.thermal.die, this.packageWatts, watts, seconds, dt);
    steps.forEach((step, cpu) => {
      this.cores[cpu]?.clock(this.#clocks, step, ceiling, dt);
    });
    this.#publish();
  }

  #publish(): void {
    const u32 = (name: string, value: number): void => {
      this.#page.host.writeUInt32LE(Math.max(0, Math.round(value)), layout(name));
    };
    const energy = (name: string, joules: number): void => {
      const microjoules = Math.trunc(joules * 1e6) % L.raplRangeMicrojoules;
      this.#page.host.writeBigUInt64LE(BigInt(microjoules), layout(name));
    };
    u32('TEMPERATURE', (this.thermal.die + 273.15) * 10);
    u32('POWER', this.platformWatts * 1000);
    u32('AC_ONLINE', this.battery.online ? 1 : 0);
    u32('BATTERY_STATE', this.battery.state);
    u32('BATTERY_RATE', this.battery.rate(this.platformWatts) * 1000);
    u32('BATTERY_REMAINING', this.battery.remaining * 1000);
    u32('BATTERY_VOLTAGE', L.batteryVolts * 1000);
    u32('PPC', this.#ppc);
    u32('NOTIFY_SOURCE', this.#sourceEvents);
    u32('NOTIFY_PPC', this.#ppcEvents);
    energy('ENERGY_PACKAGE', this.packageJoules);
    energy('ENERGY_CORE', this.coreJoules);
    this.#page.host.writeBigUInt64LE(BigInt(L.raplRangeMicrojoules), layout('ENERGY_RANGE'));
    for (const core of this.cores) core.publish(this.#page);
    this.#page.push();
  }
}
