import type { Config } from '../../config/config.js';
import { messageOf } from '../../control/protocol/errors.js';
import type { ProfileName } from '../../model/people/profiles.js';
import type { Log } from '../log.js';
import type { Schedules } from './schedules.js';

export interface SchedulingOptions {
  readonly stateDir: string;
  /** The file that stores what was done. */
  readonly path: string;
  readonly bootId: string;
  readonly log: Log;
  readonly appoint: (profile: ProfileName, detail: Readonly<Record<string, unknown>>) => void;
}

/** The schedules of the configuration in force. The cron parser is loaded only if there are cron patterns. */
export class Scheduling {
  private readonly options: SchedulingOptions;
  private schedules: Schedules | undefined;
  private configured = 0;

  constructor(options: SchedulingOptions) {
    this.options = options;
  }

  async configure(config: Config): Promise<void> {
    const turn = ++this.configured;
    this.schedules = undefined;
    if (config.schedules.length === 0 && config.dailyReport === undefined) return;
    const [{ Schedules }, { jobsOf }, { readDone, writeDone }] = await Promise.all([
      import('./schedules.js'),
      import('./jobs.js'),
      import('./done-file.js'),
    ]);
    // The configuration changed in the meantime.
    if (turn !== this.configured) return;
    const { path, bootId, log, stateDir, appoint } = this.options;
    const jobs = jobsOf(config, {
      stateDir,
      appoint: (profile, cron, due) => {
        log('info', `${profile} is set, as scheduled (${cron})`);
        appoint(profile, { by: 'schedule', cron, due });
      },
      written: report => log('info', `the daily report is written: ${report}`),
      failed: why => log('warning', `no daily report: ${why}`),
    });
    const done = this.attempt('what schedules did before is not known', () => readDone(path, bootId)) ?? {};
    this.schedules = new Schedules(jobs, done, now =>
      this.attempt('a restart will do again what schedules did', () => writeDone(path, bootId, now)),
    );
  }

  /** Does what is due at the UTC millisecond `now`. */
  look(now: number): void {
    this.schedules?.look(now);
  }

  private attempt<T>(otherwise: string, act: () => T): T | undefined {
    try {
      return act();
    } catch (error) {
      this.options.log('warning', `${otherwise}: ${messageOf(error)}`);
      return undefined;
    }
  }
}
