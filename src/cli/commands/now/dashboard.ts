import { socketPath } from '../../../control/paths.js';
import { span } from '../../../model/format.js';
import { makePage } from '../../../web/page/page.js';
import { WebServer } from '../../../web/server/server.js';
import { newToken } from '../../../web/server/token.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { openInBrowser } from '../../dashboard/open-browser.js';
import { exitOk } from '../../exit.js';
import { withJournal } from '../../journal.js';

interface Options {
  readonly print?: boolean;
  readonly port?: number;
}

const unusedMs = 3_600_000;
const endings: readonly NodeJS.Signals[] = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/**
 * Serves the page to browsers on this machine until it is ended, or nobody has looked for an hour. It reaches the daemon as its user does, over the
 * control socket: the kernel says who asks for a change, and who may only read there may only look here.
 */
export async function run(
  { runtimeDirs, stateDirs, json, print, printJson }: Context,
  options: Options,
): Promise<number> {
  // An ordinary error where there is no daemon, before there is a page.
  const first = await connectDaemon(runtimeDirs);
  const mayChange = runtimeDirs.some(directory => socketPath(directory) === first.path);
  first.close();
  const token = mayChange ? newToken() : undefined;
  const server = new WebServer({
    page: makePage(),
    connect: () => connectDaemon(runtimeDirs),
    journal: use => withJournal(stateDirs, use),
    token,
  });
  const port = await server.listen(options.port ?? 0);
  const address = `http://127.0.0.1:${port}/${token === undefined ? '' : `#${token}`}`;
  if (json) printJson({ address, mayChange });
  else if (options.print === true) print(address);
  else {
    print(address, mayChange ? 'Who has this address may change things: keep it to yourself.' : 'It only looks.');
    print(`Ctrl+C ends it; so does ${span(unusedMs)} without a page.`);
  }
  const close = json || options.print === true ? () => undefined : openInBrowser(address);
  await Promise.race([
    server.unused(unusedMs),
    ...endings.map(signal => new Promise<void>(resolve => process.once(signal, () => resolve()))),
  ]);
  close();
  server.close();
  return exitOk;
}
