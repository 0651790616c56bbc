import { existsSync, type FSWatcher, watch } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { type Config, ConfigError } from '../config/config.js';
import { loadConfig } from '../config/file.js';
import { messageOf } from '../control/protocol/errors.js';
import type { Log } from './log.js';

/** Editors write a file in several steps: what is read in between is nobody's request. */
const settleMs = 300;

/** The configuration as it is now: read again on SIGHUP and when its files change; a bad one leaves the old in force. */
export class LiveConfig {
  private readonly path: string;
  private readonly log: Log;
  private config: Config;
  private readonly required: boolean;
  private readonly watchers = new Map<string, FSWatcher>();
  private settling: NodeJS.Timeout | undefined;
  private reading: Promise<void> = Promise.resolve();
  /** What was last found wrong, so that the same is not said twice. */
  private refused: string | undefined;
  private listener: (config: Config) => void = () => undefined;

  private constructor(path: string, required: boolean, config: Config, log: Log) {
    this.path = path;
    this.required = required;
    this.config = config;
    this.log = log;
  }

  /** Rejects with a ConfigError: a daemon starts with no other configuration than the one that was meant. */
  static async open(path: string, required: boolean, log: Log): Promise<LiveConfig> {
    return new LiveConfig(path, required, await loadConfig(path, required), log);
  }

  get current(): Config {
    return this.config;
  }

  /** Begins to look for changes; `changed` is told of each configuration that is another one. */
  follow(changed: (config: Config) => void): void {
    this.listener = changed;
    this.watchFolders();
  }

  /** Reads the files now; never rejects. */
  reload(): Promise<void> {
    this.reading = this.reading.then(() => this.read());
    return this.reading;
  }

  close(): void {
    clearTimeout(this.settling);
    for (const folder of this.watchers.keys()) this.unwatch(folder);
    this.listener = () => undefined;
  }

  private async read(): Promise<void> {
    this.watchFolders();
    try {
      const config = await loadConfig(this.path, this.required);
      const same = JSON.stringify(config) === JSON.stringify(this.config);
      if (this.refused !== undefined || !same) this.log('info', 'the configuration was read again and is in force');
      this.refused = undefined;
      if (same) return;
      this.config = config;
      this.listener(config);
    } catch (error) {
      if (!(error instanceof ConfigError)) throw error;
      if (error.message === this.refused) return;
      this.refused = error.message;
      for (const line of error.message.split('\n')) this.log('error', line);
      this.log('warning', 'the configuration of before stays in force');
    }
  }

  /** Folders and not files are watched, since editors replace files; conf.d may come later. */
  private watchFolders(): void {
    for (const folder of [dirname(this.path), this.dropIns])
      if (!this.watchers.has(folder) && existsSync(folder)) this.watch(folder);
  }

  private get dropIns(): string {
    return join(dirname(this.path), 'conf.d');
  }

  private watch(folder: string): void {
    try {
      const watcher = watch(folder, { persistent: false }, (_, name) => this.seen(name));
      watcher.on('error', () => this.unwatch(folder));
      this.watchers.set(folder, watcher);
    } catch (error) {
      const why = messageOf(error);
      this.log('warning', `changes in ${folder} are not seen (${why}): send SIGHUP after one`);
    }
  }

  private seen(name: string | null): void {
    // A folder that was replaced is another one.
    if (name === 'conf.d') this.unwatch(this.dropIns);
    else if (name !== null && !name.endsWith('.toml') && name !== basename(this.path)) return;
    clearTimeout(this.settling);
    this.settling = setTimeout(() => void this.reload(), settleMs).unref();
  }

  private unwatch(folder: string): void {
    this.watchers.get(folder)?.close();
    this.watchers.delete(folder);
  }
}
