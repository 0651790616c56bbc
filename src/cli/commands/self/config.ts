import { existsSync } from 'node:fs';
import { idleCaps } from '../../../config/caps.js';
import { type Config, ConfigError } from '../../../config/config.js';
import { configFiles, loadConfig } from '../../../config/file.js';
import { systemConfigPath } from '../../../control/paths.js';
import { highestClock } from '../../../machine/linux/procfs/presence.js';
import type { ConfigTask } from '../../arguments/choices.js';
import type { Context } from '../../context.js';
import { exitFailed, exitOk, Failure } from '../../exit.js';
import { configLines } from '../../view/config.js';
import { write } from '../../write-file.js';

interface Options {
  readonly task: ConfigTask;
  readonly file?: string | undefined;
}

/** Checks the configuration, shows what it comes to, or makes an annotated one to begin with. */
export async function run(context: Context, { task, file: given }: Options): Promise<number> {
  if (task === 'default') return example(context, given);
  const file = given ?? systemConfigPath;
  const files = configFiles(file, file !== systemConfigPath);
  try {
    const config = await loadConfig(file, file !== systemConfigPath);
    const warnings = warningsOf(config);
    for (const warning of warnings) process.stderr.write(`latticectl: ${warning}\n`);
    if (context.json) context.printJson({ files, ok: true, config, warnings });
    else if (task === 'check')
      context.print(files.length === 0 ? `${file}: none, so the defaults hold` : `${files.join(', ')}: good`);
    else context.print(...configLines(config, files));
    return exitOk;
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    const errors = error.message.split('\n');
    if (context.json) context.printJson({ files, ok: false, errors });
    else process.stderr.write(errors.map(line => `latticectl: ${line}\n`).join(''));
    return exitFailed;
  }
}

/** Into a file where one is named; what is there already is somebody's work. */
async function example(context: Context, file: string | undefined): Promise<number> {
  const { configExample } = await import('../../../config/example.js');
  const text = configExample();
  if (file !== undefined) {
    if (existsSync(file)) throw new Failure(`${file} is there already, and stays as it is`);
    write(file, text);
    if (!context.json) context.print(`${file}: written`);
  } else if (!context.json) context.print(text.trimEnd());
  if (context.json) context.printJson({ text, file: file ?? null });
  return exitOk;
}

/** What is allowed and hardly meant on this machine. */
function warningsOf(config: Config): string[] {
  const most = highestClock('/');
  return most === undefined ? [] : idleCaps(config, most);
}
