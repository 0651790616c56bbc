import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { dial } from '../../src/control/client/client.js';
import type { AskJournal } from '../../src/web/history/archive.js';
import type { Page } from '../../src/web/page/page.js';
import { WebServer } from '../../src/web/server/server.js';
import { newToken } from '../../src/web/server/token.js';
import { serving } from '../control/fixture.js';
import type { MadeSource } from '../control/made.js';

/** As it is built: the script in it is what the compiler makes of ours. */
const built = new URL('../../dist/web/page/page.js', import.meta.url);
const madePage = async (): Promise<Page> => {
  const { makePage } = (await import(built.href)) as { readonly makePage: () => Page };
  return makePage();
};

const noJournal: AskJournal = () => Promise.reject(new Error('no journal here'));

export interface ServedPage {
  readonly port: number;
  readonly token: string;
  readonly source: MadeSource;
  readonly server: WebServer;
  /** Ends what stands for the daemon; gives what begins it again. */
  readonly daemonGoes: () => Promise<() => Promise<void>>;
}

/** The page over a real control socket whose daemon is made up; it ends with its test. */
export async function servedPage(journal: AskJournal = noJournal, reader = false): Promise<ServedPage> {
  let daemon = await serving();
  const { directory, source } = daemon;
  const token = newToken();
  const socket = join(directory, reader ? 'read.sock' : 'control.sock');
  const server = new WebServer({ page: await madePage(), connect: () => dial(socket), journal, token });
  const port = await server.listen(0);
  onTestFinished(() => server.close());
  return {
    port,
    token,
    source,
    server,
    daemonGoes: async () => {
      await daemon.server.close();
      return async () => {
        daemon = await serving(source, undefined, directory);
      };
    },
  };
}
