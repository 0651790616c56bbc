import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { type Config, ConfigError, defaultConfig } from './config.js';

/** Reads and checks the configuration; a file that is named but absent is an error only when `required`. */
export async function loadConfig(path: string, required: boolean): Promise<Config> {
  const files = configFiles(path, required);
  if (files.length === 0) return defaultConfig;
  // Loaded only where there is a file to read: parser and schema together cost several MiB of a quiet daemon.
  const { checkConfig } = await import('./check.js');
  let config = defaultConfig;
  for (const file of files) config = checkConfig(file, contents(file), config);
  return config;
}

/** The files that make up a configuration, in the order in which they are read. */
export const configFiles = (path: string, required: boolean): string[] => [
  ...(exists(path) || required ? [path] : []),
  ...dropIns(path),
];

function dropIns(path: string): string[] {
  const folder = join(path, '..', 'conf.d');
  if (!exists(folder)) return [];
  return readdirSync(folder)
    .filter(name => name.endsWith('.toml'))
    .sort()
    .map(name => join(folder, name));
}

const exists = (path: string): boolean => statSync(path, { throwIfNoEntry: false }) !== undefined;

function contents(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : error;
    throw new ConfigError(`${file}: ${code === 'ENOENT' ? 'no such file' : `can't be read (${code})`}`);
  }
}
