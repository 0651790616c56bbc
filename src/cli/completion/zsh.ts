import { type TreeArgument, type TreeCommand, type TreeOption, walk } from '../command-tree.js';

/** One function for each command, using zsh's _arguments. */
export function zshCompletion(root: TreeCommand): string {
  const parts = [...walk(root)].map(([path, command]) => commandFunction(root, path, command));
  return `#compdef ${root.name}
${parts.join('\n')}
if [ "$funcstack[1]" = "_${root.name}" ]; then
  _${root.name} "$@"
else
  compdef _${root.name} ${root.name}
fi
`;
}

function commandFunction(root: TreeCommand, path: readonly string[], command: TreeCommand): string {
  const name = functionName(root, path);
  const own = command.options.flatMap(option => optionSpecs(option));
  const inherited =
    command === root
      ? []
      : root.options.filter(o => !command.options.some(c => c.flags.some(f => o.flags.includes(f))));
  const options = [...own, ...inherited.flatMap(option => optionSpecs(option))];
  if (command.commands.length === 0) {
    const specs = [...options, ...command.args.map(argumentSpec)].map(spec => `    ${spec}`);
    return `${name}() {\n  _arguments -S \\\n${specs.join(' \\\n')}\n}\n`;
  }
  const described = command.commands.map(c => `    ${quote(`${c.name}:${c.description}`)}`);
  const cases = command.commands.map(c => `    ${c.name}) ${functionName(root, [...path, c.name])} ;;`);
  return `${name}() {
  local curcontext="$curcontext" state line
  typeset -A opt_args
  _arguments -C \\
${options.map(spec => `    ${spec}`).join(' \\\n')} \\
    '1:command:->command' '*::argument:->argument'
  case $state in
  command)
    local -a commands=(
${described.join('\n')}
    )
    _describe command commands ;;
  argument) case $line[1] in
${cases.join('\n')}
    esac ;;
  esac
}
`;
}

const functionName = (root: TreeCommand, path: readonly string[]): string => `_${[root.name, ...path].join('_')}`;

function optionSpecs({ flags, description, value }: TreeOption): string[] {
  const escaped = description.replaceAll(/[[\]\\]/g, '\\$&');
  const takes = value === undefined ? '' : `${value.optional ? '::' : ':'}${value.name}:${action(value)}`;
  return flags.map(flag => quote(`${flag}[${escaped}]${takes}`));
}

function argumentSpec(argument: TreeArgument): string {
  const { name, required, variadic } = argument;
  return quote(`${variadic ? '*' : required ? '' : ':'}:${name}:${action(argument)}`);
}

function action({ kind, choices }: { readonly kind: string; readonly choices: readonly string[] }): string {
  if (choices.length > 0) return `(${choices.join(' ')})`;
  return kind === 'dir' ? '_files -/' : kind === 'file' ? '_files' : kind === 'command' ? '_command_names -e' : ' ';
}

const quote = (text: string): string => `'${text.replaceAll("'", "'\\''")}'`;
