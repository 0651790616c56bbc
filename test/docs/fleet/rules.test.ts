import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';

it('Prometheus takes the recording rules', () => {
  const { status, stdout, stderr } = spawnSync('promtool', ['check', 'rules', 'docs/fleet/lattice.rules.yml'], {
    encoding: 'utf8',
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  expect(stdout).toContain('SUCCESS: 6 rules found');
});
