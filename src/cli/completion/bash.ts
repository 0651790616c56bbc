import { type TreeCommand, walk } from '../command-tree.js';

/**
 * A function for bash: it goes through the words before the cursor to learn which command it is in and how many arguments that has, then
 * offers options, choices, files or folders.
 */
export function bashCompletion(root: TreeCommand): string {
  const globals = root.options;
  const steps: string[] = [];
  const values: string[] = [];
  const places: string[] = [];
  for (const [path, command] of walk(root)) {
    const here = path.join(' ');
    for (const each of command.commands)
      steps.push(`      '${here} ${each.name}') path='${[...path, each.name].join(' ')}' at=0 ;;`);
    for (const { flags, value } of command.options) {
      if (value === undefined || value.optional) continue;
      const patterns = flags.map(flag => (command === root ? `*' ${flag}'` : `'${here} ${flag}'`)).join(' | ');
      steps.push(`      ${patterns}) want="$path $word"; i=$((i + 1)) ;;`);
      const offered = offer(value);
      if (offered !== undefined) values.push(`    ${patterns}) ${offered} ;;`);
    }
    const flags = [...new Set([...command.options, ...globals].flatMap(option => option.flags))];
    places.push(`    '${here} -'*) words='${flags.join(' ')}' ;;`);
    if (command.commands.length > 0)
      places.push(`    '${here} 0') words='${command.commands.map(c => c.name).join(' ')}' ;;`);
    command.args.forEach((argument, i) => {
      const offered = offer(argument);
      if (offered !== undefined) places.push(`    '${here} ${i}') ${offered} ;;`);
    });
  }
  return `# bash completion for ${root.name}
_${root.name}() {
  local cur=\${COMP_WORDS[COMP_CWORD]} path='' at=0 want='' words='' kind='' word i
  for ((i = 1; i < COMP_CWORD; i++)); do
    word=\${COMP_WORDS[i]} want=''
    case "$path $word" in
${steps.join('\n')}
      *' -'*) ;;
      *) at=$((at + 1)) ;;
    esac
  done
  case "$want" in
${values.join('\n')}
    '') case "$path $([[ $cur == -* ]] && echo - || echo "$at")" in
${places.map(line => `  ${line}`).join('\n')}
      esac ;;
  esac
  COMPREPLY=($(compgen $kind -W "$words" -- "$cur"))
}
complete -o filenames -F _${root.name} ${root.name}
`;
}

function offer({ kind, choices }: { readonly kind: string; readonly choices: readonly string[] }): string | undefined {
  if (choices.length > 0) return `words='${choices.join(' ')}'`;
  return kind === 'dir' ? 'kind=-d' : kind === 'file' ? 'kind=-f' : kind === 'command' ? 'kind=-c' : undefined;
}
