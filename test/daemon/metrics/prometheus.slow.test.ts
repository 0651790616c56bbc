import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { DaemonRun } from '../../fixtures/daemon.js';
import { freePort } from '../../fixtures/free-port.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { until } from '../../rig/poll.js';

/** Debian's Prometheus (package `prometheus`), scraping that port each second. */
async function prometheus(target: number): Promise<(query: string) => Promise<unknown>> {
  const folder = folderForTest('prometheus');
  const port = await freePort();
  const file = join(folder, 'prometheus.yml');
  const job = `{job_name: lattice, static_configs: [{targets: ['127.0.0.1:${target}']}]}`;
  writeFileSync(file, `global: {scrape_interval: 1s}\nscrape_configs: [${job}]\n`);
  const flags = [
    `--config.file=${file}`,
    `--storage.tsdb.path=${folder}/data`,
    `--web.listen-address=127.0.0.1:${port}`,
  ];
  const child: ChildProcess = spawn('prometheus', flags, { stdio: 'ignore' });
  onTestFinished(() => void child.kill('SIGKILL'));
  return path =>
    fetch(`http://127.0.0.1:${port}/api/v1/${path}`)
      .then(r => r.json())
      .catch(() => undefined);
}

it('a real Prometheus scrapes the daemon, and promtool finds nothing to complain of', async () => {
  const port = await freePort();
  const config = join(folderForTest('config'), 'lattice.toml');
  writeFileSync(config, `[metrics]\nlisten = "127.0.0.1:${port}"\n`);
  const daemon = new DaemonRun({ args: ['--simulate', '--config', config] });
  const scrape = () => fetch(`http://127.0.0.1:${port}/metrics`).catch(() => undefined);
  const text = await until(
    'metrics',
    async () => (await scrape())?.text(),
    found => found?.includes('lattice_energy_joules_total{') === true,
  );
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'metrics'], { input: text, encoding: 'utf8' });
  expect({ status, stdout, stderr }).toEqual({ status: 0, stdout: '', stderr: '' });

  // What a page on the web would send that made its own name point here.
  const foreign = get({ port, host: '127.0.0.1', path: '/metrics', headers: { host: 'evil.example' } });
  const [{ statusCode }] = (await once(foreign, 'response')) as [IncomingMessage];
  expect(statusCode).toBe(403);

  const ask = await prometheus(port);
  const results = async (query: string): Promise<{ metric: Record<string, string>; value: [number, string] }[]> => {
    const body = await ask(`query?query=${encodeURIComponent(query)}`);
    return (body as { data?: { result: never[] } } | undefined)?.data?.result ?? [];
  };
  const [power] = await until(
    'power in Prometheus',
    () => results('rate(lattice_energy_joules_total{domain="package0"}[10s])'),
    found => Number(found[0]?.value[1]) > 0,
  );
  expect(power?.metric).toMatchObject({ job: 'lattice', domain: 'package0' });
  expect(Number(power?.value[1])).toBeGreaterThan(0);
  expect((await results('up'))[0]?.value[1]).toBe('1');
  expect((await results('lattice_build_info'))[0]?.metric).toMatchObject({
    simulated: 'true',
    machine: 'simulated laptop',
  });
  expect(JSON.stringify(await ask('targets'))).toContain('"lastError":""');
  daemon.process.kill('SIGTERM');
  expect(await daemon.left()).toBe(0);
});
