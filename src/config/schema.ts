import * as z from 'zod/mini';
import { longestBatchSeconds } from '../machine/cadence.js';
import { frequencyFlaw, parseFrequency } from '../model/frequency.js';
import { type ActionName, actions } from '../model/people/actions.js';
import { profileNames } from '../model/people/profiles.js';
import { batteryLevelSchema } from './battery-level.js';
import { chargeSettings, oneBattery } from './charge.js';
import { defaultConfig } from './config.js';
import { journalSchema } from './journal.js';
import { listenWords, pageWords, parseListen, parsePort } from './listen.js';
import { promiseSchema } from './promise.js';
import { reflexSchema } from './reflex.js';
import { reportSchema } from './report.js';
import { dailyReportSchema, scheduleSchema } from './schedule.js';
import { tasksSchema } from './tasks.js';

/** `[metrics]` */
const metricsSchema = z
  .strictObject({
    listen: z.optional(
      z.string().check(
        z.refine(text => parseListen(text) !== undefined, { error: `expected ${listenWords}` }),
        z.meta({
          title: listenWords,
          description: 'Where `GET /metrics` is answered; nowhere when left out. Taken at start.',
          examples: ['127.0.0.1:9847'],
        }),
      ),
    ),
  })
  .check(z.meta({ description: 'For Prometheus and what reads the same.' }));

/** `[web]` */
const webSchema = z
  .strictObject({
    listen: z.optional(
      z.string().check(
        z.refine(text => parsePort(text) !== undefined, { error: `expected ${pageWords}` }),
        z.meta({
          title: pageWords,
          description:
            'Where the page is served that `latticectl dashboard` shows; nowhere when left out. It only looks: who may change things has an address from that command. Taken at start.',
          examples: ['127.0.0.1:9188'],
        }),
      ),
    ),
  })
  .check(z.meta({ description: 'The live page in a browser (docs/web.md).' }));

/** Every key with what it is for: the checks, the annotated example and the manual page are all made from this. */

const number = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));
export const frequencyWords = 'a frequency such as "2.4GHz", "2400MHz" or 2400000 (kHz)';
const frequency = z
  .union([
    z.number().check(z.gte(1)),
    z.string().check(z.refine(text => parseFrequency(text) !== undefined, { error: `expected ${frequencyWords}` })),
  ])
  .check(
    z.refine(written => frequencyFlaw(written) === undefined, { error: issue => flawOf(issue.input) }),
    z.meta({ title: frequencyWords }),
  );
const flawOf = (written: unknown): string | undefined =>
  typeof written === 'string' || typeof written === 'number' ? frequencyFlaw(written) : undefined;
const time = z
  .string()
  .check(
    z.regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'expected a time such as "22:00"'),
    z.meta({ title: 'a time such as "22:00"' }),
  );
export const dayNames = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'] as const;

const profile = z.enum(profileNames);
const max = frequency.check(
  z.meta({ description: 'Highest clock of every CPU; an override may lift it.', examples: ['2.4GHz'] }),
);
const target = number(40, 100).check(
  z.meta({
    description:
      'Temperature in °C that the CPUs are kept at: the highest clock follows it. Trip points stay in force.',
    examples: [70],
  }),
);
const source = z
  .enum(['mains', 'battery'])
  .check(z.meta({ description: 'Only on this power source.', examples: ['battery'] }));
const profileThere = profile.check(z.meta({ description: 'The profile then.', examples: ['power-saver'] }));
const requested = { profile: z.optional(profileThere), max: z.optional(max), target_c: z.optional(target) };
const { cadence } = defaultConfig;

const switchOf = (name: ActionName) =>
  z.optional(z.boolean().check(z.meta({ description: `${actions[name].description}.`, default: actions[name].usual })));
const switches = {
  trickle_charge: switchOf('trickle_charge'),
  amdgpu_panel_power: switchOf('amdgpu_panel_power'),
  amdgpu_dpm: switchOf('amdgpu_dpm'),
} satisfies Record<ActionName, unknown>;

export const configSchema = z.strictObject({
  profile: z.optional(
    profile.check(
      z.meta({
        description:
          'How much slower the machine may be: not at all, at most 5 %, or 10 % on mains and 25 % on battery.',
        default: defaultConfig.profile,
      }),
    ),
  ),
  max: z.optional(max),
  target_c: z.optional(target),
  remember: z.optional(
    z.boolean().check(
      z.meta({
        description:
          'Whether a profile that somebody sets is kept for the power source of that moment, and comes back with it, also after a restart.',
        default: defaultConfig.remember,
      }),
    ),
  ),
  remember_over_reboot: z.optional(
    z.boolean().check(
      z.meta({
        description:
          'Whether a profile that somebody sets is still set after a reboot, as with power-profiles-daemon. With `remember` it always is.',
        default: defaultConfig.rememberOverReboot,
      }),
    ),
  ),
  beside_rivals: z.optional(
    z.boolean().check(
      z.meta({
        description:
          'Whether to govern beside another daemon that writes the same files (power-profiles-daemon, tuned, TLP and the like). Else nothing is written while one runs.',
        default: defaultConfig.besideRivals,
      }),
    ),
  ),
  promise: z.optional(promiseSchema),
  reflex: z.optional(reflexSchema),
  mains: z.optional(z.strictObject(requested).check(z.meta({ description: 'What holds on mains.' }))),
  battery: z.optional(
    z
      .catchall(z.object({ ...requested, ...chargeSettings }), oneBattery)
      .check(z.meta({ description: 'What holds on battery, and how far batteries are charged.' })),
  ),
  hours: z.optional(
    z
      .array(
        z.strictObject({
          from: time.check(z.meta({ description: 'When it begins, in local time.', examples: ['22:00'] })),
          to: time.check(
            z.meta({
              description: 'When it ends; before `from`, on the next day. The same as `from`: the whole day.',
              examples: ['07:00'],
            }),
          ),
          days: z.optional(
            z
              .array(z.enum(dayNames))
              .check(
                z.meta({ description: 'Days on which it begins; all when left out.', examples: [['mon', 'fri']] }),
              ),
          ),
          source: z.optional(source),
          ...requested,
        }),
      )
      .check(z.meta({ description: 'What holds in some hours; a later one wins, and all win over the power source.' })),
  ),
  application: z.optional(
    z
      .array(
        z
          .strictObject({
            executable: z.optional(
              z.string().check(
                z.minLength(1),
                z.meta({
                  description:
                    'Its program by name, or by path where it has a slash; `*` stands for anything. A command line is what its owner says it is: where that matters, name `uid` or `cgroup` too.',
                  examples: ['ffmpeg'],
                }),
              ),
            ),
            cgroup: z.optional(
              z.string().check(
                z.minLength(1),
                z.meta({
                  description: 'Its control group, with all that is in it; `*` stands for anything.',
                  examples: ['*/app-steam*'],
                }),
              ),
            ),
            uid: z.optional(
              z
                .int()
                .check(
                  z.gte(0),
                  z.lt(2 ** 32 - 1),
                  z.meta({ description: 'Whose process it must be; anybody’s when left out.', examples: [1000] }),
                ),
            ),
            source: z.optional(source),
            hold: z.optional(
              z.boolean().check(
                z.meta({
                  description: 'Whether its profile is held, so that it wins over a profile that somebody has set.',
                  default: false,
                }),
              ),
            ),
            ...requested,
          })
          .check(
            z.refine(a => a.executable !== undefined || a.cgroup !== undefined, {
              error: 'expected executable, cgroup or both',
            }),
          ),
      )
      .check(
        z.meta({
          description:
            'What holds while an application runs; a later one wins, and all win over hours. It is seen within 5 s, or within `batch_s` on a quiet machine.',
        }),
      ),
  ),
  battery_level: z.optional(batteryLevelSchema(requested)),
  sampling: z.optional(
    z
      .strictObject({
        active_hz: z.optional(
          number(1, 20).check(
            z.meta({ description: 'Samples a second while something happens.', default: cadence.activeHz }),
          ),
        ),
        quiet_hz: z.optional(
          number(0.1, 10).check(
            z.meta({ description: 'Samples a second while nothing does.', default: cadence.quietHz }),
          ),
        ),
        batch_s: z.optional(
          number(1, longestBatchSeconds).check(
            z.meta({
              description: 'For how many seconds a quiet machine may let the engine sleep.',
              default: cadence.batchSeconds,
            }),
          ),
        ),
      })
      .check(z.meta({ description: 'How often the machine is looked at.' })),
  ),
  actions: z.optional(
    z.strictObject(switches).check(
      z.meta({
        description:
          'What profiles change beside the CPU and the firmware. Who switches one over the system bus (powerprofilesctl configure-action) is heard until this is changed.',
      }),
    ),
  ),
  schedule: z.optional(scheduleSchema),
  daily_report: z.optional(dailyReportSchema),
  metrics: z.optional(metricsSchema),
  web: z.optional(webSchema),
  tasks: z.optional(tasksSchema),
  journal: z.optional(journalSchema),
  report: z.optional(reportSchema),
});

export type Written = z.infer<typeof configSchema>;
