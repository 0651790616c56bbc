/** Options of `launch`, and those before it, that take a value. */
const valued = /^(-[pri]|--(profile|reason|appid|max|state-dir|runtime-dir))$/;

/**
 * Sets `--` before the command that `launch` is to run, so that the command keeps its own options (`launch make -j4`). commander could only do so
 * if the shared options were no longer taken after a command's name.
 */
export function separated(argv: readonly string[]): readonly string[] {
  let launch = false;
  for (let i = 0; i < argv.length; i++) {
    const word = argv[i] ?? '';
    if (word === '--') return argv;
    if (valued.test(word)) i++;
    else if (word.startsWith('-')) continue;
    else if (launch) return [...argv.slice(0, i), '--', ...argv.slice(i)];
    else if (word === 'launch') launch = true;
    else return argv;
  }
  return argv;
}
