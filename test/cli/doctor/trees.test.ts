import { execFileSync } from 'node:child_process';
import { expect, describe as group, it } from 'vitest';
import { diagnose } from '../../../src/cli/doctor/diagnose.js';
import { plainStyle } from '../../../src/cli/render/style.js';
import { doctorLines } from '../../../src/cli/view/doctor.js';
import { ControlError } from '../../../src/control/protocol/errors.js';
import { describe } from '../../../src/machine/linux/helper/hello.js';
import { helperPath } from '../../../src/machine/linux/helper/helper-path.js';
import { runningRivals } from '../../../src/machine/linux/procfs/rivals.js';
import { folderForTest } from '../../fixtures/scratch.js';
import { type MachineName, machineNames } from '../../fixtures/trees/build-tree.js';
import { treeForTest } from '../../fixtures/trees/for-test.js';

/** What doctor finds where no daemon runs: the helper itself looks at the tree. */
async function found(name: MachineName) {
  const { root } = treeForTest(name);
  const args = ['--once', '--root', root, '--runtime-dir', folderForTest('run')];
  const { hello } = JSON.parse(execFileSync(helperPath(), args, { encoding: 'utf8', maxBuffer: 2 ** 26 }));
  return diagnose({
    version: '0.1.0',
    startAdvice: 'start it with `npm start`',
    daemon: new ControlError('absent', 'no latticed running'),
    description: describe(hello),
    rivals: await runningRivals(root),
    journal: undefined,
  });
}

group('doctor on every fake machine', () => {
  it.each(machineNames)('%s: says what there is, and of what is not why; nothing conflicts', async name => {
    const findings = await found(name);
    for (const { text } of findings) expect(text).not.toMatch(/^$|undefined|NaN/);
    expect(findings.filter(f => f.area === 'conflicts')).toMatchObject([{ level: 'ok' }]);
    const lines = doctorLines(findings, { ...plainStyle, width: 90 });
    // One screen, of what there is one line a kind whatever the number of CPUs.
    expect(lines.length).toBeLessThan(60);
  });

  it('a machine without cpufreq is told what to do', async () => {
    expect(await found('no-cpufreq')).toContainEqual(
      expect.objectContaining({ advice: expect.stringContaining('latticed --simulate') }),
    );
  });
});
