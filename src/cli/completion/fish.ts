import { type TreeCommand, walk } from '../command-tree.js';

/** One `complete` for each command, option and argument. */
export function fishCompletion(root: TreeCommand): string {
  const lines = [`complete -c ${root.name} -f`];
  const add = (...args: readonly string[]): void => {
    lines.push(['complete', '-c', root.name, ...args].join(' '));
  };
  for (const [path, command] of walk(root)) {
    const inside = path.map(name => `__fish_seen_subcommand_from ${name}`);
    const names = command.commands.map(c => c.name);
    const first = [...inside, ...(names.length > 0 ? [`not __fish_seen_subcommand_from ${names.join(' ')}`] : [])];
    for (const each of command.commands)
      add('-n', quote(first.join('; and ')), '-a', each.name, '-d', quote(each.description));
    const where = inside.length === 0 ? [] : ['-n', quote(inside.join('; and '))];
    for (const { flags, description, value } of command.options) {
      if (command !== root && root.options.some(o => o.flags.some(f => flags.includes(f)))) continue;
      const forms = flags.flatMap(flag => (flag.startsWith('--') ? ['-l', flag.slice(2)] : ['-s', flag.slice(1)]));
      const takes = value === undefined || value.optional ? [] : ['-x', ...offer(value)];
      add(...where, ...forms, ...takes, '-d', quote(description));
    }
    for (const argument of command.args) {
      const choices = offer(argument);
      if (choices.length > 0) add('-n', quote(first.join('; and ')), ...choices);
    }
  }
  return `# fish completion for ${root.name}\n${lines.join('\n')}\n`;
}

function offer({ kind, choices }: { readonly kind: string; readonly choices: readonly string[] }): string[] {
  if (choices.length > 0) return ['-a', quote(choices.join(' '))];
  if (kind === 'dir') return ['-a', "'(__fish_complete_directories)'"];
  if (kind === 'file') return ['-a', "'(__fish_complete_path)'"];
  return kind === 'command' ? ['-a', "'(__fish_complete_command)'"] : [];
}

const quote = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
