import { ConfigError } from '../../../config/config.js';
import { configFiles, loadConfig } from '../../../config/file.js';
import { systemConfigPath } from '../../../control/paths.js';
import type { ConfigTask } from '../../arguments/choices.js';
import type { Context } from '../../context.js';
import { exitFailed, exitOk } from '../../exit.js';
import { configLines } from '../../view/config.js';

/** Checks the configuration, shows what it comes to, or prints an annotated one to begin with. */
export async function run(
  context: Context,
  { task, file = systemConfigPath }: { readonly task: ConfigTask; readonly file?: string | undefined },
): Promise<number> {
  if (task === 'default') {
    const { configExample } = await import('../../../config/example.js');
    const text = configExample();
    if (context.json) context.printJson({ text });
    else context.print(text.trimEnd());
    return exitOk;
  }
  const files = configFiles(file, file !== systemConfigPath);
  try {
    const config = await loadConfig(file, file !== systemConfigPath);
    if (context.json) context.printJson({ files, ok: true, config });
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
