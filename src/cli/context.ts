import { homedir } from 'node:os';
import {
  clientDirectories,
  type Directories,
  type Given,
  type Surroundings,
  systemHelperDirectory,
} from '../control/paths.js';
import { type Style, styleFor } from './render/style.js';
import { fold } from './render/text.js';

/** What every command is given: where to look, and how to answer. */
export interface Context {
  readonly json: boolean;
  /** Nearest first; what the command line names stands alone. */
  readonly stateDirs: readonly string[];
  readonly runtimeDirs: readonly string[];
  /** Where a helper may have left a baseline: beside the daemon's socket when the daemon started it, else where systemd runs it. */
  readonly helperDirs: readonly string[];
  readonly style: Style;
  /** Lines for people, in the reader's character set. */
  print(...lines: readonly string[]): void;
  /** The one document of --json. */
  printJson(document: object): void;
}

export interface GlobalOptions extends Given {
  readonly json?: boolean;
}

/** The context of this process. */
export function contextOf(options: GlobalOptions): Context {
  const around: Surroundings = { env: process.env, uid: process.getuid?.() ?? 0, home: homedir() };
  const usual = clientDirectories(around);
  const style = styleFor(process.stdout, process.env);
  const chosen = (given: string | undefined, pick: (d: Directories) => string): readonly string[] =>
    given === undefined ? [...new Set(usual.map(pick))] : [given];
  const runtimeDirs = chosen(options.runtimeDir, d => d.runtime);
  return {
    json: options.json === true,
    stateDirs: chosen(options.stateDir, d => d.state),
    runtimeDirs,
    helperDirs: options.runtimeDir === undefined ? [...runtimeDirs, systemHelperDirectory] : runtimeDirs,
    style,
    print: (...lines) => {
      const folded = lines.flatMap(line => fold(line, style.width));
      process.stdout.write(folded.map(line => `${style.legible(line)}\n`).join(''));
    },
    printJson: document => void process.stdout.write(`${JSON.stringify(document, null, 2)}\n`),
  };
}
