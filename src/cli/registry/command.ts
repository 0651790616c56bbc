import type { Command } from 'commander';
import type { Context } from '../context.js';

/** What a command's module exports; `run` resolves with the exit code. */
export interface CommandModule<Options> {
  readonly run: (context: Context, options: Options) => Promise<number>;
}

/** A command as the registry lists it. Only `load` imports the command's module, so that a start of latticectl loads the chosen one alone. */
export interface CommandEntry<Options> {
  readonly name: string;
  readonly description: string;
  readonly load: () => Promise<CommandModule<Options>>;
  /** Defines arguments and options, and the action that calls `run`. Left out by a command that has neither. */
  readonly describe?: (command: Command, run: (options: Options) => Promise<void>) => void;
  /** Adds what is expensive to load. Called only where it can be seen: for this command, for completions and for manual pages. */
  readonly describeLate?: (command: Command) => Promise<void>;
  readonly subcommands?: readonly RegisteredCommand[];
}

/** Runs a command that was chosen. */
export type RunCommand = <Options>(
  entry: Pick<CommandEntry<Options>, 'name' | 'load'>,
  options: Options,
) => Promise<void>;

/** An entry that hides the type of its options, so that all commands stand in one list. */
export interface RegisteredCommand {
  readonly name: string;
  readonly addTo: (parent: Command, run: RunCommand) => void;
  readonly describeLate?: ((command: Command) => Promise<void>) | undefined;
}

export function command<Options>(entry: CommandEntry<Options>): RegisteredCommand {
  const { name, description, describe = withoutArguments, describeLate, subcommands = [] } = entry;
  return {
    name,
    describeLate,
    addTo: (parent, run) => {
      const made = parent.command(name).description(description);
      describe(made, options => run(entry, options));
      for (const each of subcommands) each.addTo(made, run);
    },
  };
}

/** A command that only has others below it. */
export const commandGroup = (
  name: string,
  description: string,
  subcommands: readonly RegisteredCommand[],
): RegisteredCommand => ({
  name,
  addTo: (parent, run) => {
    const made = parent.command(name).description(description);
    for (const each of subcommands) each.addTo(made, run);
  },
});

function withoutArguments<Options>(command: Command, run: (options: Options) => Promise<void>): void {
  command.action(options => run(options));
}
