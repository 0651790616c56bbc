import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('Prometheus takes the recording rules', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', 'docs/fleet/lattice.rules.yml'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('SUCCESS: 6 rules found');
});

it('Prometheus takes the alerts, and each fires when it should and not before', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['test', 'rules', 'test/docs/fleet/alerts.yml'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }, stdout).toEqual({ status: 0, stderr: '' });
});
