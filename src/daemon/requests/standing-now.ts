import type { Config } from '../../config/config.js';
import { ordersOf } from '../../config/orders.js';
import { BatteryLevels } from '../../governor/orders/battery-levels.js';
import { type Standing, StandingOrders } from '../../governor/orders/standing-orders.js';
import { Applications } from '../../machine/linux/procfs/applications.js';
import { sourceOf } from '../../model/people/profiles.js';
import type { Saved, Stateful } from '../../model/saved.js';
import type { Log } from '../log.js';

/** What the configuration says at this moment: it looks at the clock, at what runs and at the battery, as far as some order asks for it. */
export class StandingNow implements Stateful {
  private readonly proc: string;
  private readonly seconds: () => number;
  private readonly log: Log;
  private readonly changed: () => void;
  private applications: Applications;
  private orders: StandingOrders;
  private levels: BatteryLevels;
  private timed: boolean;
  /** As it was last; on mains until something else is known. */
  private onMains = true;
  private toldOfNoCharge = false;

  /**
   * `proc`: where processes are listed; `seconds`: a clock that never goes back; `changed`: other applications run than before.
   */
  constructor(config: Config, proc: string, seconds: () => number, log: Log, changed: () => void) {
    this.proc = proc;
    this.seconds = seconds;
    this.log = log;
    this.changed = changed;
    this.applications = new Applications(config.applications, proc, changed);
    this.orders = new StandingOrders(ordersOf(config), config.profile);
    this.levels = levelsOf(config);
    this.timed = config.hours.length > 0;
  }

  reconfigure(config: Config): void {
    const { levels } = this;
    this.applications = new Applications(config.applications, this.proc, this.changed);
    this.orders = new StandingOrders(ordersOf(config), config.profile);
    this.levels = levelsOf(config);
    this.levels.restore(levels.save());
    this.timed = config.hours.length > 0;
  }

  /** When a look at what runs that goes on has ended. */
  looked(): Promise<void> {
    return this.applications.looked();
  }

  /** On the power source and charge of before, at the UTC millisecond `wall`. */
  again(wall: number): Standing {
    return this.standing(this.levels.at(this.onMains, undefined), wall);
  }

  /** At the UTC millisecond `wall`. `charge` gives the battery's in percent; it is asked on battery where a level is configured. */
  at(onMains: boolean, wall: number, charge: () => number | undefined): Standing {
    this.onMains = onMains;
    const percent = onMains || !this.levels.any ? undefined : charge();
    if (!onMains && this.levels.any && percent === undefined) this.tellOfNoCharge();
    return this.standing(this.levels.at(onMains, percent), wall);
  }

  /** For the daemon's successor, so that what was set stays set until its first sample tells where the power comes from. */
  save() {
    return { onMains: this.onMains, ...this.levels.save() };
  }

  restore({ onMains, below }: Saved<StandingNow>): void {
    this.onMains = onMains;
    this.levels.restore({ below });
  }

  private standing(level: number | undefined, wall: number): Standing {
    const local = this.timed ? new Date(wall) : undefined;
    return this.orders.at({
      source: sourceOf(this.onMains),
      day: local?.getDay() ?? 0,
      minute: local === undefined ? 0 : local.getHours() * 60 + local.getMinutes(),
      running: this.applications.running(this.seconds()),
      level,
    });
  }

  private tellOfNoCharge(): void {
    if (this.toldOfNoCharge) return;
    this.toldOfNoCharge = true;
    this.log('warning', 'no battery says how full it is: [[battery_level]] waits until one does');
  }
}

const levelsOf = ({ batteryLevels }: Config): BatteryLevels => new BatteryLevels(batteryLevels.map(l => l.below));
