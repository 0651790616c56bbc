import * as z from 'zod/mini';
import { profileNames } from '../model/people/profiles.js';
import { cronFlaw, zoneFlaw } from './cron.js';

export const dailyFormats = ['csv', 'json', 'table'] as const;
export type DailyFormat = (typeof dailyFormats)[number];

const words = (flaw: (text: string) => string | undefined) =>
  z.refine<string>(text => flaw(text) === undefined, {
    error: issue => flaw(String(issue.input)) ?? 'expected a text',
  });

const cron = z.string().check(
  words(cronFlaw),
  z.meta({
    title: 'five fields such as "0 22 * * *", or "@daily"',
    description: 'When: minute, hour, day of the month, month, weekday.',
    examples: ['0 22 * * *'],
  }),
);
const timezone = z.optional(
  z.string().check(
    words(zoneFlaw),
    z.meta({
      title: 'a time zone such as "Europe/Berlin"',
      description: "The time zone that is meant; the machine's when left out.",
      examples: ['Europe/Berlin'],
    }),
  ),
);

/** `[[schedule]]` */
export const scheduleSchema = z
  .array(
    z.strictObject({
      cron,
      timezone,
      profile: z
        .enum(profileNames)
        .check(z.meta({ description: 'The profile that is set then.', examples: ['power-saver'] })),
    }),
  )
  .check(
    z.meta({
      description:
        'Profiles that are set at a time, as if by hand; holds stay. Of what fell due while the machine slept or was off, the newest is done.',
    }),
  );

/** `[daily_report]` */
export const dailyReportSchema = z
  .strictObject({
    cron: z.optional(cron.check(z.meta({ examples: ['10 0 * * *'] }))),
    timezone,
    format: z.optional(z.enum(dailyFormats).check(z.meta({ description: 'How it is written.', default: 'csv' }))),
  })
  .check(z.meta({ description: "The day before's energy, into `reports` in the state directory." }));
