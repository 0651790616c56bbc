import type { Command } from 'commander';

/** What a value is, for shells that complete it: `dir` and `file` by the name it has in the help. */
export type ValueKind = 'dir' | 'file' | 'command' | 'other';

interface Value {
  readonly name: string;
  readonly kind: ValueKind;
  readonly choices: readonly string[];
}

export interface TreeOption {
  /** `-V` and `--version`, or the one of them there is. */
  readonly flags: readonly string[];
  /** As the help shows it: `--since <time>`. */
  readonly usage: string;
  readonly description: string;
  readonly usual: string | undefined;
  /** Undefined for a switch. */
  readonly value: (Value & { readonly optional: boolean }) | undefined;
}

export interface TreeArgument extends Value {
  readonly description: string;
  readonly required: boolean;
  readonly variadic: boolean;
}

/** One command of a command line, in the plain form that manual pages and completions are made from. */
export interface TreeCommand {
  readonly name: string;
  readonly description: string;
  readonly options: readonly TreeOption[];
  readonly args: readonly TreeArgument[];
  readonly commands: readonly TreeCommand[];
}

export function treeOf(command: Command): TreeCommand {
  const help = command.createHelp();
  return {
    name: command.name(),
    description: command.description(),
    options: help.visibleOptions(command).map(option => ({
      flags: [option.short, option.long].filter(flag => flag !== undefined && flag !== null),
      usage: option.flags,
      description: option.description,
      usual:
        option.defaultValueDescription ??
        (typeof option.defaultValue === 'string' || typeof option.defaultValue === 'number'
          ? `${option.defaultValue}`
          : undefined),
      value:
        option.required || option.optional
          ? {
              ...valueNamed(/[<[]([^>\].]+)/.exec(option.flags)?.[1] ?? '', option.argChoices),
              optional: option.optional,
            }
          : undefined,
    })),
    args: command.registeredArguments.map(argument => ({
      ...valueNamed(argument.name(), argument.argChoices),
      description: argument.description,
      required: argument.required,
      variadic: argument.variadic,
    })),
    commands: help
      .visibleCommands(command)
      .filter(each => each.name() !== 'help')
      .map(treeOf),
  };
}

function valueNamed(name: string, choices: readonly string[] = []): Value {
  const kind = name === 'dir' || name === 'file' || name === 'command' ? name : 'other';
  return { name, kind, choices };
}

/** Every command below with the names that lead to it, the root with none. */
export function* walk(
  command: TreeCommand,
  path: readonly string[] = [],
): Generator<readonly [readonly string[], TreeCommand]> {
  yield [path, command];
  for (const each of command.commands) yield* walk(each, [...path, each.name]);
}
