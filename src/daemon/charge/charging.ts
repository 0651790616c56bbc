/**
 * What is wanted of batteries' charge. A full charge that somebody asks for holds until the charger is unplugged; asked for on battery, it waits for the
 * charger first. It outlives the daemon and ends with the boot.
 */
import type { ChargeConfig } from '../../config/config.js';
import { messageOf } from '../../control/protocol/errors.js';
import { type Requester, requesterWords } from '../../control/protocol/requester.js';
import type { ChargeOrders } from '../../model/people/charge.js';
import type { Requested } from '../../model/people/requests.js';
import type { Log } from '../log.js';
import { type FullCharge, readFullCharges, writeFullCharges } from './charge-file.js';

export interface ChargingOptions {
  readonly path: string;
  readonly bootId: string;
  readonly config: () => ChargeConfig;
  readonly log: Log;
  /** Journals who asked for what, and how it ended. */
  readonly event: (what: string, wall: number, detail: Readonly<Record<string, unknown>>) => void;
}

export class Charging {
  /** Why a full charge would be forgotten with the daemon; undefined while it is kept. */
  unkept: string | undefined;
  private readonly options: ChargingOptions;
  private wanted: readonly FullCharge[] = [];
  private made:
    | { readonly config: ChargeConfig; readonly full: readonly FullCharge[]; readonly orders: ChargeOrders }
    | undefined;
  private joined: { readonly asked: Requested; readonly whole: Requested } | undefined;

  constructor(options: ChargingOptions) {
    this.options = options;
    try {
      this.wanted = readFullCharges(options.path, options.bootId);
    } catch (error) {
      options.log('warning', `full charges that were asked for are forgotten: ${messageOf(error)}`);
    }
  }

  /** Batteries that are to be full now. */
  get full(): readonly FullCharge[] {
    return this.wanted;
  }

  /** What holds now; the same object while nothing changes, undefined where nobody asks for anything. */
  orders(): ChargeOrders | undefined {
    const config = this.options.config();
    const { wanted: full } = this;
    if (full.length === 0 && Object.keys(config.all).length === 0 && Object.keys(config.batteries).length === 0)
      return undefined;
    if (this.made?.config !== config || this.made.full !== full) {
      const { all, batteries } = config;
      const orders = { all, batteries, full: Object.fromEntries(full.map(f => [f.battery, f.who])) };
      this.made = { config, full, orders };
    }
    return this.made.orders;
  }

  /** What people ask for, with what is wanted of batteries: the same object while neither changes. */
  join(asked: Requested): Requested {
    const charge = this.orders();
    if (charge === undefined) return asked;
    if (this.joined?.asked !== asked || this.joined.whole.charge !== charge)
      this.joined = { asked, whole: { ...asked, charge } };
    return this.joined.whole;
  }

  /** The charger is there, or not, at the UTC millisecond `wall`. */
  follow(onMains: boolean, wall: number): void {
    if (this.wanted.length === 0) return;
    const over = this.wanted.filter(f => f.plugged && !onMains);
    const plugged = onMains && this.wanted.some(f => !f.plugged);
    if (over.length === 0 && !plugged) return;
    for (const { battery } of over) this.options.event('limit', wall, { battery, why: 'the charger was unplugged' });
    this.change(this.wanted.filter(f => !over.includes(f)).map(f => (onMains ? { ...f, plugged: true } : f)));
  }

  /** These batteries are to be full once. */
  fill(batteries: readonly string[], onMains: boolean, who: Requester, wall: number): void {
    for (const battery of batteries) this.options.event('full', wall, { battery, ...who });
    const others = this.wanted.filter(f => !batteries.includes(f.battery));
    const words = requesterWords(who);
    this.change([...others, ...batteries.map(battery => ({ battery, who: words, since: wall, plugged: onMains }))]);
  }

  /** Their limits hold again. */
  limit(batteries: readonly string[], who: Requester, wall: number): void {
    for (const battery of batteries) this.options.event('limit', wall, { battery, why: 'somebody asked', ...who });
    if (this.wanted.some(f => batteries.includes(f.battery)))
      this.change(this.wanted.filter(f => !batteries.includes(f.battery)));
  }

  private change(full: readonly FullCharge[]): void {
    this.wanted = full;
    try {
      writeFullCharges(this.options.path, this.options.bootId, full);
      this.unkept = undefined;
    } catch (error) {
      const why = messageOf(error);
      if (why !== this.unkept) this.options.log('warning', `a full charge will not outlive the daemon: ${why}`);
      this.unkept = why;
    }
  }
}
