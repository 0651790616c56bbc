import type { Config } from '../../config/config.js';
import { messageOf } from '../../control/protocol/errors.js';
import { writeDailyReport } from './daily-report.js';
import type { Job } from './schedules.js';

export interface JobsOptions {
  readonly stateDir: string;
  /** Makes a profile the usual one because of a schedule. */
  readonly appoint: (profile: Config['schedules'][number]['profile'], cron: string, due: number) => void;
  readonly written: (path: string) => void;
  readonly failed: (why: string) => void;
}

/** The jobs that the configuration asks for. */
export function jobsOf({ schedules, dailyReport }: Config, options: JobsOptions): Job[] {
  const { stateDir, appoint, written, failed } = options;
  const profiles = schedules.map(
    ({ cron, timezone, profile }): Job => ({
      kind: 'profile',
      cron,
      timezone,
      run: due => appoint(profile, cron, due),
    }),
  );
  if (dailyReport === undefined) return profiles;
  const { cron, timezone, format } = dailyReport;
  const run = (due: number): void => {
    writeDailyReport({ stateDir, format, timezone }, due).then(written, error => failed(messageOf(error)));
  };
  return [...profiles, { kind: 'report', cron, timezone, run }];
}
