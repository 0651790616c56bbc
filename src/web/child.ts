/** A process of the daemon's that serves the page while somebody looks: what it loads, reads and is sent never reaches the loop. */
import { Socket } from 'node:net';
import { dial } from '../control/client/client.js';
import type { ForChild } from './for-child.js';
import { journalAt } from './history/open.js';
import { makePage } from './page/page.js';
import { WebServer } from './server/server.js';

/** A page that somebody comes back to starts it anew. */
const unusedMs = 600_000;

let server: WebServer | undefined;
let port = 0;

process.on('message', (told: ForChild, handle: unknown) => {
  if (told.what === 'serve') {
    const { socket, journal, token } = told;
    port = told.port;
    server = new WebServer({ page: makePage(), connect: () => dial(socket), journal: journalAt(journal), token });
    void server.unused(unusedMs).then(() => process.exit());
  } else if (handle instanceof Socket) server?.take(handle, port);
});
// Without its daemon it has nothing to say.
process.on('disconnect', () => process.exit());
