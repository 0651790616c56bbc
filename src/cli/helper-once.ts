import { execFile } from 'node:child_process';
import { ProtocolError } from '../machine/linux/helper/frames.js';
import { describe } from '../machine/linux/helper/hello.js';
import { helperPath } from '../machine/linux/helper/helper-path.js';
import type { Description } from '../model/description.js';

const patienceMs = 20_000;
const longestAnswer = 16 * 1024 * 1024;

/** What `lattice-helper --once` finds on the machine at `root`, with the baseline kept in `runtimeDir`; where it can't be asked, why, in words. */
export function helperOnce(runtimeDir: string, root = '/'): Promise<Description | string> {
  const path = helperPath();
  const options = { timeout: patienceMs, maxBuffer: longestAnswer };
  return new Promise(resolve => {
    execFile(path, ['--once', '--root', root, '--runtime-dir', runtimeDir], options, (error, stdout, stderr) => {
      if (error?.code === 'ENOENT') resolve(`no lattice-helper at ${path}`);
      else if (error !== null) resolve(`${path} --once failed: ${stderr.trim() || error.message}`);
      else resolve(parse(stdout));
    });
  });
}

function parse(text: string): Description | string {
  try {
    const body: unknown = JSON.parse(text);
    const hello = typeof body === 'object' && body !== null && 'hello' in body ? body.hello : undefined;
    if (typeof hello === 'object' && hello !== null) return describe(hello);
  } catch (error) {
    // A helper of another version says so itself.
    if (error instanceof ProtocolError) return error.message;
  }
  return 'lattice-helper --once printed no hello, expected a JSON object with one';
}
