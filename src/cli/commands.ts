import type { Command } from 'commander';
import type { FeedbackRequest } from '../control/protocol/messages.js';
import type { KReading } from '../lattice/filters/resolvent.js';
import type { PolicyName } from '../model/experiment-policy.js';
import type { ProfileName } from '../model/profiles.js';
import type { Division } from '../report/report.js';
import type { LaunchOptions } from './commands/steer/launch.js';
import type { OverrideOptions } from './commands/steer/override.js';
import type { ClearOptions } from './commands/steer/override-clear.js';
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
  feedback: { readonly say: FeedbackRequest };
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
  status: () => import('./commands/now/status.js'),
  explain: () => import('./commands/now/explain.js'),
  decisions: () => import('./commands/history/decisions.js'),
  report: () => import('./commands/history/report.js'),
  top: () => import('./commands/now/top.js'),
  spectrum: () => import('./commands/now/spectrum.js'),
  feedback: () => import('./commands/steer/feedback.js'),
  config: () => import('./commands/self/config.js'),
  completion: () => import('./commands/self/completion.js'),
  manual: () => import('./commands/self/manual.js'),
  list: () => import('./commands/steer/list.js'),
  get: () => import('./commands/steer/get.js'),
  set: () => import('./commands/steer/set.js'),
  launch: () => import('./commands/steer/launch.js'),
  'list-holds': () => import('./commands/steer/list-holds.js'),
  override: () => import('./commands/steer/override.js'),
  'override-list': () => import('./commands/steer/override-list.js'),
  'override-clear': () => import('./commands/steer/override-clear.js'),
  export: () => import('./commands/history/export.js'),
  experiment: () => import('./commands/steer/experiment.js'),
  replay: () => import('./commands/history/replay.js'),
  doctor: () => import('./commands/now/doctor.js'),
  verify: () => import('./commands/now/verify.js'),
  version: () => import('./commands/self/version.js'),
};
