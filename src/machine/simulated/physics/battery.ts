/** A laptop's battery: drained by what the package uses, charged at a constant power while on mains. */

const smoothingMs = 1000;

export class Battery {
  /** Full charge and present charge, Wh. */
  readonly capacity: number;
  charge: number;
  readonly chargerWatts: number;
  /** Power into or out of it, W, never negative; smoothed over a second, as embedded controllers report it. */
  power = 0;
  private mains = true;

  constructor(capacity: number, charge: number, chargerWatts: number) {
    this.capacity = capacity;
    this.charge = charge;
    this.chargerWatts = chargerWatts;
  }

  get status(): 'Charging' | 'Discharging' | 'Full' {
    if (!this.mains) return 'Discharging';
    return this.charge >= this.capacity ? 'Full' : 'Charging';
  }

  plug(online: boolean): void {
    if (online !== this.mains) this.power = 0;
    this.mains = online;
  }

  /** `ms` in which the machine used `joules`. */
  advance(ms: number, joules: number): void {
    if (ms <= 0) return;
    const wanted = this.mains ? (this.chargerWatts * ms) / 1000 : -joules;
    const before = this.charge;
    this.charge = Math.min(this.capacity, Math.max(0, before + wanted / 3600));
    const watts = (Math.abs(this.charge - before) * 3600 * 1000) / ms;
    this.power += (1 - Math.exp(-ms / smoothingMs)) * (watts - this.power);
  }
}
