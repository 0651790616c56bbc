import { hostname } from 'node:os';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { collectInventory } from '../../../../src/machine/linux/inventory/inventory.js';
import { pidsWith } from '../../../fixtures/process.js';
import { compiled, scratch } from '../../../journal/support.js';
import { until } from '../../../rig/poll.js';
import { child } from './child.js';
import '../../../fixtures/without-background.mjs';

describe('collectInventory', () => {
  it('tells what the machine is, and nothing that identifies it', async () => {
    const facts = await collectInventory(pathToFileURL(compiled('../machine/linux/inventory/inventory-child')));
    expect(Object.keys(facts ?? {}).sort()).toEqual([
      'baseboard',
      'battery',
      'cpu',
      'graphics',
      'memory',
      'os',
      'system',
    ]);
    const text = JSON.stringify(facts);
    expect(text).not.toMatch(/serial|uuid|"mac|hostname|fqdn|asset/i);
    expect(text).not.toContain(`"${hostname()}"`);
  });

  it.each([
    ['a child that fails', 'process.exit(3)'],
    ['a child that prints garbage', "console.log('garbage')"],
    ['a child that prints no object', "console.log('[1]')"],
    ['a child that prints without end', "setInterval(() => console.log('x'.repeat(1e5)), 0)"],
  ])('is undefined for %s', async (_what, code) => expect(await collectInventory(child(code))).toBeUndefined());

  it('is undefined for a child that hangs, which is ended with all it started', async () => {
    const mark = scratch();
    const helper = `setTimeout(() => console.log(${JSON.stringify(mark)}), 300_000)`;
    const code = `import { spawn } from 'node:child_process'; spawn(process.execPath, ['-e', ${JSON.stringify(helper)}], { stdio: 'inherit' }); setInterval(() => {}, 1000);`;
    expect(await collectInventory(child(code), 1000)).toBeUndefined();
    await until(
      'the end of both',
      () => pidsWith(mark),
      pids => pids.length === 0,
    );
  });
});
