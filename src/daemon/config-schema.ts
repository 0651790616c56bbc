import { parse, TomlError } from 'smol-toml';
import * as z from 'zod/mini';
import { profileNames } from '../governor/profiles.js';
import { longestBatchSeconds } from './cadence.js';
import { type Config, ConfigError, defaultConfig } from './config.js';

const number = (least: number, most: number) => z.number().check(z.gte(least), z.lte(most));

const { cadence } = defaultConfig;

/** Every key with what it is for: the checks, the annotated example and the manual page are all made from this. */
export const configSchema = z.strictObject({
  profile: z.optional(
    z.enum(profileNames).check(
      z.meta({
        description:
          'How much slower the machine may be: not at all, at most 5 %, or 10 % on mains and 25 % on battery.',
        default: defaultConfig.profile,
      }),
    ),
  ),
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
});

/** `base` with what the TOML `text` of `file` sets; throws ConfigError naming file, line, key and expectation. */
export function checkConfig(file: string, text: string, base: Config): Config {
  const parsed = configSchema.safeParse(toml(file, text));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(issue => describe(file, text, issue)).join('\n'));
  const { profile = base.profile, sampling = {} } = parsed.data;
  const {
    active_hz: activeHz = base.cadence.activeHz,
    quiet_hz: quietHz = base.cadence.quietHz,
    batch_s: batchSeconds = base.cadence.batchSeconds,
  } = sampling;
  if (quietHz > activeHz) {
    throw new ConfigError(
      `${file}:${lineOf(text, ['sampling', 'quiet_hz'])}: sampling.quiet_hz: ${quietHz}, expected no more than active_hz, which is ${activeHz}`,
    );
  }
  return { profile, cadence: { activeHz, quietHz, batchSeconds } };
}

function toml(file: string, text: string): unknown {
  try {
    return parse(text);
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [what = 'not TOML'] = error.message.split('\n');
    throw new ConfigError(`${file}:${error.line}:${error.column}: ${what}`);
  }
}

function describe(file: string, text: string, issue: z.core.$ZodIssue): string {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys
      .map(key => [...issue.path.map(String), key])
      .map(path => `${file}:${lineOf(text, path)}: ${path.join('.')}: unknown key`)
      .join('\n');
  }
  const path = issue.path.map(String);
  return `${file}:${lineOf(text, path)}: ${path.join('.')}: ${expectation(issue)}`;
}

function expectation(issue: z.core.$ZodIssue): string {
  if (issue.code === 'invalid_value') return `expected one of ${issue.values.map(String).join(', ')}`;
  if (issue.code === 'invalid_type') return `expected a ${issue.expected}`;
  if (issue.code === 'too_small') return `expected at least ${issue.minimum}`;
  if (issue.code === 'too_big') return `expected at most ${issue.maximum}`;
  return issue.message;
}

/** The line that a key stands on, counted from 1: TOML values carry no position, so its table and then the key are looked for. */
function lineOf(text: string, path: readonly string[]): number {
  const lines = text.split('\n');
  const key = path.at(-1) ?? '';
  const table = path.slice(0, -1).join('.');
  const start = table === '' ? 0 : lines.findIndex(line => line.trim().startsWith(`[${table}`));
  const at = lines.findIndex((line, i) => i >= start && /^\s*\[?\s*["']?([^\s"'=\].]+)/.exec(line)?.[1] === key);
  return (at < 0 ? Math.max(0, start) : at) + 1;
}
