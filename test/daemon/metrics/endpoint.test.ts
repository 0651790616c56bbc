import { request } from 'node:http';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Status } from '../../../src/control/protocol/status.js';
import { MetricsEndpoint } from '../../../src/daemon/metrics/endpoint.js';
import type { LiveReading } from '../../../src/model/sensing/reading.js';
import { madeStatus } from '../../control/made.js';
import { folderForTest } from '../../fixtures/scratch.js';

async function serving(failure: string | undefined, at: { path: string }, changes: Partial<Status> = {}) {
  const endpoint = new MetricsEndpoint(at, () => {
    if (failure !== undefined) throw new Error(failure);
    return madeStatus({ batteryWatts: null, ...changes });
  });
  await endpoint.listen();
  onTestFinished(() => endpoint.close());
  return endpoint;
}

interface Answer {
  readonly code: number | undefined;
  readonly type: string | undefined;
  readonly text: string;
}

const ask = (socketPath: string, path = '/metrics', headers: Record<string, string> = {}, method = 'GET') =>
  new Promise<Answer>((resolve, reject) => {
    request({ socketPath, path, headers, method }, response => {
      let text = '';
      response.setEncoding('utf8').on('data', part => {
        text += part;
      });
      response.on('end', () => resolve({ code: response.statusCode, type: response.headers['content-type'], text }));
    })
      .on('error', reject)
      .end();
  });

describe('the metrics endpoint', () => {
  it('shows the daemon in base units, energy as a counter, and leaves out what is missing', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    const endpoint = await serving(undefined, { path });
    const reading = { energy: [{ domain: 'package0', energy: 2.5, power: 25 }] } as unknown as LiveReading;
    endpoint.totals.follow(reading);
    endpoint.totals.follow(reading);
    const { code, type, text } = await ask(path);
    expect([code, type]).toEqual([200, 'text/plain; version=0.0.4; charset=utf-8']);
    expect(text).toContain('\nlattice_energy_joules_total{domain="package0"} 5\n');
    expect(text).toContain('\nlattice_cpu_frequency_limit_hertz{policy="policy0",bound="max"} 3100000000\n');
    expect(text).toContain('\nlattice_temperature_celsius{zone="x86_pkg_temp"} 88.2\n');
    expect(text).toContain('\nlattice_profile{profile="balanced"} 1\n');
    expect(text).not.toMatch(/^lattice_battery_power_watts /m);
    expect(text).not.toContain('NaN');
  });

  it('tells what clocks save where the power curve is learned', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    const [first, ...others] = madeStatus().policies;
    await serving(
      undefined,
      { path },
      { policies: first === undefined ? [] : [{ ...first, savedWatts: 0.5 }, ...others] },
    );
    const { text } = await ask(path);
    expect(text.match(/^lattice_cpu_saved_watts.*$/gm)).toEqual(['lattice_cpu_saved_watts{policy="policy0"} 0.5']);
  });

  it('tells how full the batteries are and for how long, where there are some', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    await serving(undefined, { path }, { battery: { percent: 70, wattHours: 35, secondsLeft: null } });
    const { text } = await ask(path);
    expect(text).toContain('\nlattice_battery_charge_ratio 0.7\n');
    expect(text).not.toMatch(/^lattice_battery_left_seconds /m);
    const plain = join(folderForTest('run'), 'metrics.sock');
    await serving(undefined, { path: plain }, { battery: null });
    expect((await ask(plain)).text).not.toContain('lattice_battery_charge');
  });

  it('tells how each battery has aged, as far as it says, in a label that does no harm', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    const aged = [
      { name: 'BAT0', health: 87, cycles: null },
      { name: 'BAT1"} 1', health: null, cycles: 412 },
    ];
    await serving(undefined, { path }, { battery: { percent: 70, wattHours: 35, secondsLeft: null, aged } });
    const lines = (await ask(path)).text.split('\n').filter(line => /^lattice_battery_(health|cycles)/.test(line));
    expect(lines).toEqual([
      'lattice_battery_health_ratio{battery="BAT0"} 0.87',
      expect.stringMatching(/^lattice_battery_cycles\{battery="BAT1[^"]*"\} 412$/),
    ]);
  });

  it('tells an operator of restores, the journal, rivals and limits that are not held', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    const journal = { ...madeStatus().journal, failure: 'the disk is full' };
    const endpoint = await serving(undefined, { path }, { journal, rivals: ['tlp'] });
    endpoint.health.restores++;
    const { text } = await ask(path);
    expect(text).toContain('\nlattice_restored_total 1\n');
    expect(text).toContain('\nlattice_journal_up 0\n');
    expect(text).toContain('\nlattice_rivals 1\n');
    expect(text).toMatch(/^lattice_controls\{state="refused"\} 1$/m);
    expect(text).toMatch(/^lattice_controls\{state="ceded"\} 0$/m);
    expect(text).not.toContain('throttle');
  });

  it('counts raises by policy, and has no such series where nothing counts them', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    const reflex = { start: 3_400_000, raiseMs: 0, later: null, raises: 12, raisesPerSecond: 0.1 };
    const policies = madeStatus().policies.map((p, i) => (i === 0 ? { ...p, reflex } : p));
    await serving(undefined, { path }, { policies });
    const raised = (text: string) => text.split('\n').filter(line => line.startsWith('lattice_cpu_raises_total'));
    expect(raised((await ask(path)).text)).toEqual(['lattice_cpu_raises_total{policy="policy0"} 12']);
    const plain = join(folderForTest('run'), 'metrics.sock');
    await serving(undefined, { path: plain });
    expect((await ask(plain)).text).not.toContain('raises');
  });

  it('counts energy by application and work, and has no such series before the first account', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    const endpoint = await serving(undefined, { path });
    const told = (text: string) => text.split('\n').filter(line => /^lattice_(application|idle|work)/.test(line));
    expect(told((await ask(path)).text)).toEqual([]);
    const use = { name: 'fire"fox', joules: 4.5, cpuSeconds: 2, wakeups: 9 };
    const account = {
      from: 0,
      to: 60,
      byApplication: [use],
      byCgroup: [],
      byUnit: [],
      idleJoules: 3,
      packageJoules: 7.5,
    };
    endpoint.usage.follow(account, [{ name: 'decode', unit: 'tokens', units: 9, joules: 4.5, of: 'application' }]);
    expect(told((await ask(path)).text)).toEqual([
      'lattice_application_energy_joules_total{application="fire_fox"} 4.5',
      'lattice_application_cpu_seconds_total{application="fire_fox"} 2',
      'lattice_idle_energy_joules_total 3',
      'lattice_work_units_total{application="decode",unit="tokens",of="application"} 9',
      'lattice_work_energy_joules_total{application="decode",unit="tokens",of="application"} 4.5',
    ]);
  });

  it('speaks OpenMetrics to who asks for it', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    await serving(undefined, { path });
    const accept = 'application/openmetrics-text;version=1.0.0,text/plain;version=0.0.4;q=0.5';
    const { type, text } = await ask(path, '/metrics', { accept });
    expect(type).toBe('application/openmetrics-text; version=1.0.0; charset=utf-8');
    expect(text).toMatch(/^# TYPE lattice_ticks counter\nlattice_ticks_total 39000$/m);
    expect(text.trimEnd().endsWith('# EOF')).toBe(true);
  });

  it('refuses what is not for it, and says why it has nothing to show', async () => {
    const path = join(folderForTest('run'), 'metrics.sock');
    await serving('not yet', { path });
    expect(await ask(path, '/')).toMatchObject({ code: 404, text: 'expected /metrics\n' });
    expect(await ask(path, '/metrics', {}, 'POST')).toMatchObject({ code: 405 });
    expect(await ask(path)).toMatchObject({ code: 503, text: 'not yet\n' });
  });
});
