import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { DaemonRun } from '../../fixtures/daemon.js';
import { eventually } from '../../fixtures/eventually.js';
import { freePort } from '../../fixtures/free-port.js';
import { runs } from '../../fixtures/process.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { ask, change, listen } from '../../web/asking.js';

/** A simulated daemon that serves its page. */
async function daemonWithPage(): Promise<{ daemon: DaemonRun; port: number; config: string }> {
  const port = await freePort();
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, `[web]\nlisten = "127.0.0.1:${port}"\n`);
  const daemon = new DaemonRun({ args: ['--simulate', 'laptop', '--config', config] });
  return { daemon, port, config };
}

/** Children of a process that serve the page. */
const serving = (pid: number): number[] =>
  readdirSync('/proc').flatMap(name => {
    try {
      const stat = readFileSync(`/proc/${name}/stat`, 'utf8');
      const parent = Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]);
      return parent === pid && readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('web/child.js')
        ? [Number(name)]
        : [];
    } catch {
      // No process, or one that has ended.
      return [];
    }
  });

it('a daemon that is told to serves the page, from a process that is there only since somebody looked', async () => {
  const { daemon, port } = await daemonWithPage();
  const client = await daemon.client();
  client.close();
  expect(serving(daemon.pid)).toEqual([]);
  const { code, text } = await eventually(() => ask(port));
  expect(code).toBe(200);
  expect(text).toContain('<h1>Lattice</h1>');
  const page = listen(port);
  await eventually(() => expect(page.events('now')).not.toEqual([]));
  expect(page.events('now').at(-1)).toMatchObject({ simulated: true, mode: 'govern' });
  expect(serving(daemon.pid)).toHaveLength(1);
  await eventually(async () => expect((await ask(port, { path: '/history?span=day' })).code).toBe(200));
});

it('nobody changes anything there: no token is right, and its socket is the one for readers', async () => {
  const { daemon, port } = await daemonWithPage();
  await eventually(() => ask(port));
  for (const token of [undefined, '', 'undefined', 'x'.repeat(43)])
    expect((await change(port, token, '{"op":"set","profile":"performance"}')).code).toBe(403);
  // The page is there before the machine has described itself.
  const status = await eventually(async () => {
    const told = await daemon.status();
    expect(told).toBeDefined();
    return told;
  });
  expect(status?.profile).toBe('balanced');
});

it('whoever serves is killed and comes back with the next who looks; a daemon that ends takes it along', async () => {
  const { daemon, port } = await daemonWithPage();
  await eventually(() => ask(port));
  const [first] = serving(daemon.pid);
  if (first === undefined) throw new Error('nobody serves the page');
  process.kill(first, 'SIGKILL');
  await eventually(async () => expect((await ask(port)).code).toBe(200));
  const [second = 0] = await eventually(() => {
    const found = serving(daemon.pid).filter(pid => pid !== first);
    expect(found).toHaveLength(1);
    return found;
  });
  expect(await daemon.status()).toBeDefined();
  daemon.process.kill('SIGKILL');
  await eventually(() => expect(runs(second)).toBe(false));
});

it('a port that somebody else has is told, and the daemon governs without a page', async () => {
  const { port, config } = await daemonWithPage();
  await eventually(() => ask(port));
  const second = new DaemonRun({ args: ['--simulate', 'laptop', '--config', config] });
  await eventually(async () => expect(await second.status()).toBeDefined());
  expect(second.stderr).toContain('no page is served: listen EADDRINUSE');
});
