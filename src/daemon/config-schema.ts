import { parse, TomlError } from 'smol-toml';
import * as z from 'zod/mini';
import { profileNames } from '../governor/profiles.js';
import { longestBatchSeconds } from './cadence.js';
import { type Config, ConfigError } from './config.js';
import { journalSchema, keepOf } from './config-journal.js';

const schema = z.strictObject({
  profile: z.optional(z.enum(profileNames)),
  sampling: z.optional(
    z.strictObject({
      active_hz: z.optional(z.number().check(z.gte(1), z.lte(20))),
      quiet_hz: z.optional(z.number().check(z.gte(0.1), z.lte(10))),
      batch_s: z.optional(z.number().check(z.gte(1), z.lte(longestBatchSeconds))),
    }),
  ),
  journal: z.optional(journalSchema),
});

/** `base` with what the TOML `text` of `file` sets; throws ConfigError naming file, line, key and expectation. */
export function checkConfig(file: string, text: string, base: Config): Config {
  const parsed = schema.safeParse(toml(file, text));
  if (!parsed.success) throw new ConfigError(parsed.error.issues.map(issue => describe(file, text, issue)).join('\n'));
  const { profile = base.profile, sampling = {}, journal = {} } = parsed.data;
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
  const keep = keepOf(journal, base.journal, (key, what) => {
    throw new ConfigError(`${file}:${lineOf(text, ['journal', key])}: journal.${key}: ${what}`);
  });
  return { profile, cadence: { activeHz, quietHz, batchSeconds }, journal: keep };
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
