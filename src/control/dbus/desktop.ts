import { commandOf } from '../../machine/linux/procfs/process.js';
import { messageOf } from '../protocol/errors.js';
import { Bus, variant } from './bus.js';
import { Calls } from './calls.js';
import type { BusHold } from './holders.js';
import { type Layout, layoutAt, layouts, propertiesInterface } from './layouts.js';
import { PowerProfiles, type ProfileSource } from './power-profiles.js';

/** Delays between attempts to reach the bus again, ms; the last one repeats. */
const againMs = [1000, 5000, 30_000, 60_000];

export interface DesktopOptions {
  readonly address: string;
  readonly source: ProfileSource;
  readonly version: string;
  readonly log: (level: 'info' | 'warning', text: string) => void;
}

/** What desktops find on the bus, and why not. */
export interface DesktopStatus {
  readonly names: readonly string[];
  readonly why: string | null;
}

/** Serves power profiles on the system's bus under both of their names: desktops' sliders and powerprofilesctl work as with the daemon they know. */
export class Desktop {
  private readonly options: DesktopOptions;
  private readonly profiles: PowerProfiles;
  private bus: Bus | undefined;
  private readonly owned = new Set<string>();
  private why: string | null = null;
  private attempts = 0;
  private again: NodeJS.Timeout | undefined;
  private stopped = false;
  /** What desktops were shown last, to find out cheaply that it is still so. */
  private seen: readonly unknown[] = [];
  /** What was last sent, by layout and property. */
  private readonly told = new Map<string, string>();

  constructor(options: DesktopOptions) {
    this.options = options;
    this.profiles = new PowerProfiles(options.source, options.version);
  }

  status(): DesktopStatus {
    return { names: [...this.owned], why: this.why };
  }

  /** Tries once, then again in the background. A daemon without a bus governs without it. */
  async start(): Promise<void> {
    try {
      const bus = await Bus.open(this.options.address, why => this.ended(why));
      if (this.stopped) return bus.close();
      this.bus = bus;
      const calls = new Calls(bus, this.profiles, {
        changed: () => this.changed(),
        released: h => this.released(bus, h),
      });
      bus.serve(
        path => layoutAt(path) !== undefined,
        call => calls.answer(call),
      );
      for (const layout of layouts) {
        await bus.watch(layout.name, owner => {
          if (owner === '') void this.own(bus, layout);
        });
        await this.own(bus, layout);
      }
      this.attempts = 0;
    } catch (error) {
      this.ended(messageOf(error));
    }
  }

  /** Holds end with us, as they do with the daemon that desktops know: a cookie is worth nothing to our successor, so its owner is told. */
  stop(): void {
    this.stopped = true;
    clearTimeout(this.again);
    const { bus } = this;
    if (bus !== undefined) {
      for (const hold of this.profiles.held()) this.released(bus, hold);
      this.profiles.allLeft();
      this.changed();
    }
    bus?.close();
    this.bus = undefined;
    this.owned.clear();
  }

  /** Something may have changed that desktops show. */
  changed(): void {
    const { bus } = this;
    if (bus === undefined) return;
    const { source } = this.options;
    const now = [source.current(), source.degraded(), source.drivers(), source.batteryAware(), source.actions()];
    // Nearly every tick ends here.
    if (now.every((value, i) => value === this.seen[i])) return;
    this.seen = now;
    for (const hold of this.profiles.over()) this.released(bus, hold);
    for (const layout of layouts) if (this.owned.has(layout.name)) this.tell(bus, layout);
  }

  private released(bus: Bus, { cookie, sender, layout }: BusHold): void {
    bus.signal(layout.path, layout.name, 'ProfileReleased', 'u', [cookie], sender);
  }

  /** Sends what is new since it was last sent: everything to who has just found us. */
  private tell(bus: Bus, layout: Layout): void {
    const news = Object.entries(this.profiles.properties(layout)).filter(([key, value]) => {
      const [place, text] = [`${layout.name}.${key}`, JSON.stringify(value)];
      const isNew = this.told.get(place) !== text;
      this.told.set(place, text);
      return isNew;
    });
    if (news.length === 0) return;
    const changed = Object.fromEntries(news.map(([key, value]) => [key, variant(value)]));
    bus.signal(layout.path, propertiesInterface, 'PropertiesChanged', 'sa{sv}as', [layout.name, changed, []]);
  }

  private async own(bus: Bus, layout: Layout): Promise<void> {
    const { name } = layout;
    try {
      if (await bus.own(name)) {
        this.owned.add(name);
        // A desktop that was there before us keeps what it was last told, which is nothing, or another daemon's.
        for (const place of this.told.keys()) if (place.startsWith(`${name}.`)) this.told.delete(place);
        this.tell(bus, layout);
        if (this.owned.size === layouts.length) this.why = null;
        this.options.log('info', `desktops find power profiles as ${name}`);
        return;
      }
      const [owner] = await bus.ask('GetNameOwner', 's', [name]);
      const [pid] = await bus.ask('GetConnectionUnixProcessID', 's', [owner]);
      const program = typeof pid === 'number' ? `${(await commandOf(pid)) ?? 'a process'} (pid ${pid})` : `${owner}`;
      this.lacks(name, `${program} has the name`);
    } catch (error) {
      this.lacks(name, messageOf(error));
    }
  }

  private lacks(name: string, why: string): void {
    this.owned.delete(name);
    this.why = `${name}: ${why}`;
    this.options.log('warning', `desktops don't find us as ${this.why}`);
  }

  private ended(why: string): void {
    this.bus?.close();
    this.bus = undefined;
    this.owned.clear();
    this.profiles.allLeft();
    if (this.stopped) return;
    const text = `no system bus at ${this.options.address}: ${why}`;
    if (this.why !== text)
      this.options.log('info', `${text}; desktops' power sliders and powerprofilesctl don't reach us`);
    this.why = text;
    clearTimeout(this.again);
    const delay = againMs[Math.min(this.attempts++, againMs.length - 1)] ?? 0;
    this.again = setTimeout(() => void this.start(), delay).unref();
  }
}
