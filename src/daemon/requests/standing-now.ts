import type { Config } from '../../config/config.js';
import { ordersOf } from '../../config/orders.js';
import { type Standing, StandingOrders } from '../../governor/orders/standing-orders.js';
import { Applications } from '../../machine/linux/procfs/applications.js';
import { sourceOf } from '../../model/people/profiles.js';

/** What the configuration says at this moment: it looks at the clock and at what runs, as far as some order asks for it. */
export class StandingNow {
  private readonly proc: string;
  private readonly seconds: () => number;
  private readonly changed: () => void;
  private applications: Applications;
  private orders: StandingOrders;
  private timed: boolean;
  /** As it was last; on mains until something else is known. */
  private onMains = true;

  /** `proc`: where processes are listed; `seconds`: a clock that never goes back; `changed`: other applications run than before. */
  constructor(config: Config, proc: string, seconds: () => number, changed: () => void) {
    this.proc = proc;
    this.seconds = seconds;
    this.changed = changed;
    this.applications = new Applications(config.applications, proc, changed);
    this.orders = new StandingOrders(ordersOf(config), config.profile);
    this.timed = config.hours.length > 0;
  }

  reconfigure(config: Config): void {
    this.applications = new Applications(config.applications, this.proc, this.changed);
    this.orders = new StandingOrders(ordersOf(config), config.profile);
    this.timed = config.hours.length > 0;
  }

  /** When a look at what runs that goes on has ended. */
  looked(): Promise<void> {
    return this.applications.looked();
  }

  /** On the power source of before, at the UTC millisecond `wall`. */
  again(wall: number): Standing {
    return this.at(this.onMains, wall);
  }

  /** At the UTC millisecond `wall`. */
  at(onMains: boolean, wall: number): Standing {
    this.onMains = onMains;
    const local = this.timed ? new Date(wall) : undefined;
    return this.orders.at({
      source: sourceOf(onMains),
      day: local?.getDay() ?? 0,
      minute: local === undefined ? 0 : local.getHours() * 60 + local.getMinutes(),
      running: this.applications.running(this.seconds()),
    });
  }
}
