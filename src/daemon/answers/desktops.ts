import { existsSync } from 'node:fs';
import type { Desktop, DesktopStatus } from '../../control/dbus/desktop.js';
import type { ProfileSource } from '../../control/dbus/power-profiles.js';
import { LapMode } from '../../machine/linux/procfs/lap-mode.js';
import type { Log } from '../log.js';

export interface DesktopsOptions {
  /** D-Bus address of the system's bus; undefined where desktops should not find us. */
  readonly busAddress: string | undefined;
  readonly version: string;
  /** The firmware's word on whether the machine lies on a lap. */
  readonly lapPath: string;
  readonly log: Log;
}

/** The connection to desktops. The library is loaded only where there is a bus, since it costs memory. */
export class Desktops {
  private readonly options: DesktopsOptions;
  private readonly source: ProfileSource;
  private readonly lap: LapMode;
  private desktop: Desktop | undefined;
  private why = 'not governing a real machine';
  private stopped = false;

  constructor(options: DesktopsOptions, source: (lap: () => boolean) => ProfileSource) {
    this.options = options;
    this.lap = new LapMode(options.lapPath, () => this.changed());
    this.source = source(() => this.lap.detected());
  }

  async start(): Promise<void> {
    const { busAddress, version, log } = this.options;
    if (busAddress === undefined) return;
    const socket = /^unix:path=([^,;]+)/.exec(busAddress)?.[1];
    if (socket !== undefined && !existsSync(socket)) {
      this.why = `no system bus at ${socket}`;
      log('info', `${this.why}: desktops' power sliders and powerprofilesctl don't reach us`);
      return;
    }
    const { Desktop } = await import('../../control/dbus/desktop.js');
    if (this.stopped) return;
    this.desktop = new Desktop({ address: busAddress, source: this.source, version, log });
    await this.desktop.start();
  }

  /** Something may have changed that desktops show. */
  changed(): void {
    this.desktop?.changed();
  }

  status(): DesktopStatus {
    return this.desktop?.status() ?? { names: [], why: this.why };
  }

  stop(): void {
    this.stopped = true;
    this.lap.close();
    this.desktop?.stop();
  }
}
