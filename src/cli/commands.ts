import type { Command } from 'commander';
import type { FeedbackWish } from '../control/messages.js';
import type { ProfileName } from '../governor/profiles.js';
import type { KReading } from '../lattice/resolvent.js';
import type { PolicyName } from '../report/experiment/policy.js';
import type { Division } from '../report/report.js';
import type { LaunchOptions } from './commands/launch.js';
import type { OverrideOptions } from './commands/override.js';
import type { ClearOptions } from './commands/override-clear.js';
import type { Context } from './context.js';

export const shells = ['bash', 'zsh', 'fish'] as const;
export type Shell = (typeof shells)[number];

export const manualPageNames = ['latticectl.1', 'lattice.toml.5', 'latticed.8'] as const;
export type ManualPage = (typeof manualPageNames)[number];
/** What programs read instead of people: the JSON Schema of the control socket. */
export const schemaName = 'control.schema.json';

export const configTasks = ['check', 'show', 'default'] as const;
export type ConfigTask = (typeof configTasks)[number];

/** Each command with its own options. */
export interface Commands {
  status: object;
  explain: { readonly scope?: string | undefined };
  decisions: { readonly since?: number; readonly limit: number; readonly scope?: string };
  report: {
    readonly since?: number;
    readonly until?: number;
    readonly by?: Division;
    readonly format: 'table' | 'json' | 'csv' | 'html';
    readonly output?: string;
    readonly config?: string;
  };
  top: { readonly once?: boolean };
  spectrum: { readonly signal?: string | undefined; readonly svg?: string; readonly reading: KReading };
  feedback: { readonly say: FeedbackWish };
  config: { readonly task: ConfigTask; readonly file?: string | undefined };
  completion: { readonly shell: Shell; readonly root: Command };
  manual: { readonly page: ManualPage | typeof schemaName; readonly root: Command };
  list: object;
  get: object;
  set: { readonly profile: ProfileName };
  launch: LaunchOptions;
  'list-holds': object;
  override: OverrideOptions;
  'override-list': object;
  'override-clear': ClearOptions;
  export: {
    readonly since?: number;
    readonly until?: number;
    /** ms */
    readonly step: number;
    readonly format?: 'csv' | 'jsonl';
    readonly output?: string;
  };
  experiment:
    | {
        readonly do: 'start';
        readonly a: PolicyName;
        readonly b: PolicyName;
        /** ms */
        readonly period: number;
        readonly for: number;
      }
    | { readonly do: 'stop' | 'status' }
    | { readonly do: 'report'; readonly started?: number | undefined };
  replay: {
    readonly file?: string | undefined;
    readonly incident?: number;
    readonly governor?: string;
    readonly list?: boolean;
    readonly limit: number;
  };
  doctor: object;
  verify: object;
  version: object;
}

/** What a command's module exports; `run` resolves with the exit code. */
export interface CommandModule<Options> {
  readonly run: (context: Context, options: Options) => Promise<number>;
}

/** How to load each command: a start of latticectl reads the chosen one alone. */
export const loaders: { readonly [Name in keyof Commands]: () => Promise<CommandModule<Commands[Name]>> } = {
  status: () => import('./commands/status.js'),
  explain: () => import('./commands/explain.js'),
  decisions: () => import('./commands/decisions.js'),
  report: () => import('./commands/report.js'),
  top: () => import('./commands/top.js'),
  spectrum: () => import('./commands/spectrum.js'),
  feedback: () => import('./commands/feedback.js'),
  config: () => import('./commands/config.js'),
  completion: () => import('./commands/completion.js'),
  manual: () => import('./commands/manual.js'),
  list: () => import('./commands/list.js'),
  get: () => import('./commands/get.js'),
  set: () => import('./commands/set.js'),
  launch: () => import('./commands/launch.js'),
  'list-holds': () => import('./commands/list-holds.js'),
  override: () => import('./commands/override.js'),
  'override-list': () => import('./commands/override-list.js'),
  'override-clear': () => import('./commands/override-clear.js'),
  export: () => import('./commands/export.js'),
  experiment: () => import('./commands/experiment.js'),
  replay: () => import('./commands/replay.js'),
  doctor: () => import('./commands/doctor.js'),
  verify: () => import('./commands/verify.js'),
  version: () => import('./commands/version.js'),
};
