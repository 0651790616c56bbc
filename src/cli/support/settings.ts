import * as z from 'zod/mini';
import { type Config, ConfigError } from '../../config/config.js';
import { configFiles, loadConfig } from '../../config/file.js';
import { configSchema } from '../../config/schema.js';

/** Stands where somebody's own words were. */
export const leftOut = '(left out)';

/** What the configuration comes to: numbers, switches and words that the schema lists. What somebody wrote in words of their own stays out. */
export async function settings(file: string, required: boolean): Promise<object> {
  const files = configFiles(file, required);
  try {
    return { files: files.length, ...impersonalConfig(await loadConfig(file, required)) };
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return { files: files.length, errors: error.message.split('\n').map(line => fault(line, files)) };
  }
}

/** Place and key of a fault, and what was expected; not what a file or an unknown key is called, nor what was written in its place. */
function fault(line: string, files: readonly string[]): string {
  const file = files.find(each => line.startsWith(`${each}:`));
  const rest = file === undefined ? line : line.slice(file.length + 1).trimStart();
  const told = /^\d/.test(rest) ? `line ${rest}` : rest;
  return told
    .replace(/^(line [\d:]+ ).*?: unknown key.*$/, `$1${leftOut}: unknown key`)
    .replaceAll(/"[^"]*"/g, leftOut)
    .replace(/^(line [\d:]+ battery\.).*(\.\w+: )/, `$1${leftOut}$2`);
}

/** A uid and a timezone are numbers and words that tell of a person. */
const theirs = new Set(['uid', 'timezone', 'path', 'host']);

function impersonalConfig(config: Config): object {
  const words = new Set(enumerated(z.toJSONSchema(configSchema, { io: 'input' })));
  return JSON.parse(JSON.stringify(config), (key, value: unknown) => {
    if (theirs.has(key)) return leftOut;
    if (key === 'batteries') return named(value);
    return typeof value !== 'string' || words.has(value) || isPattern(value) ? value : leftOut;
  });
}

/** The names are the writer's as well, unless firmware gives such. */
const named = (batteries: unknown): object =>
  Object.fromEntries(
    Object.entries(batteries ?? {}).map(([name, limits], i) => [
      /^(BAT|CMB|UPS)\w{0,2}$/.test(name) ? name : `battery ${i}`,
      limits,
    ]),
  );

/** A cron pattern, a time or a number. */
const isPattern = (text: string): boolean => /^[\d\s*,/:.-]+$/.test(text);

/** Every word that a schema lists somewhere. */
function enumerated(shape: unknown): string[] {
  if (typeof shape !== 'object' || shape === null) return [];
  return Object.entries(shape).flatMap(([key, value]: [string, unknown]) =>
    key === 'enum' && Array.isArray(value) ? value.filter(word => typeof word === 'string') : enumerated(value),
  );
}
