import { spawn } from 'node:child_process';
import { afterAll, expect, it, onTestFinished } from 'vitest';
import { forEverybody } from '../../fixtures/for-everybody.js';
import { SystemBus } from '../../fixtures/system-bus.js';
import { until } from '../../rig/poll.js';

const nobody = 65_534;
const shared = 'org.freedesktop.UPower.PowerProfiles';
const own = 'io.github.lattice_governor';

/** The policy file of power-profiles-daemon: the same ids, and no owner. */
const theirs = `<policyconfig>${['switch-profile', 'hold-profile']
  .map(
    action => `<action id="${shared}.${action}"><description>d</description><message>m</message><defaults>
      <allow_any>no</allow_any><allow_inactive>no</allow_inactive><allow_active>yes</allow_active></defaults></action>`,
  )
  .join('')}</policyconfig>`;

const { node, latticectl, remove } = forEverybody();
afterAll(remove);
const modules = latticectl.replace('latticectl.js', 'control/dbus');

/** A Node that runs a script as another user, with a connection to the bus. */
function asUser(uid: number, { env }: SystemBus, script: string) {
  const text = `
    const { Bus } = await import('${modules}/bus.js');
    const { allowed } = await import('${modules}/polkit.js');
    const bus = await Bus.open(process.env.DBUS_SYSTEM_BUS_ADDRESS, () => undefined);
    ${script}`;
  const as = [`--reuid=${uid}`, `--regid=${uid}`, '--clear-groups', node, '--input-type=module', '-e', text];
  const child = spawn('setpriv', as, { env: { ...process.env, ...env }, cwd: '/' });
  onTestFinished(() => {
    child.kill('SIGKILL');
  });
  let stdout = '';
  child.stdout.setEncoding('utf8').on('data', more => {
    stdout += more;
  });
  return until(
    'its word',
    () => stdout.trim(),
    word => word !== '',
  );
}

/** Why polkit does not allow us what another user asks for, where we are no root: we ask as nobody, about a connection of uid 1. */
async function asked(rules: string, others: Readonly<Record<string, string>>): Promise<string> {
  const bus = await new SystemBus().start();
  await bus.polkit(rules, { owner: 'nobody', others });
  const sender = await asUser(1, bus, "console.log(Reflect.get(bus, 'bus').name); setInterval(() => 0, 1e6);");
  const about = `{ sender: '${sender}', uid: 1, interactive: false }`;
  return asUser(nobody, bus, `console.log(await allowed(bus, 'switch-profile', ${about})); process.exit(0);`);
}

const yes = (id: string): string =>
  `polkit.addRule(function(action) { if (action.id == '${id}.switch-profile') return polkit.Result.YES; });`;

it('what an administrator allows by the ids of power-profiles-daemon is allowed', async () => {
  expect(await asked(yes(shared), {})).toBe('undefined');
  expect(await asked('', {})).toBe(`polkit action ${shared}.switch-profile`);
});

it('where the policy file of that package has replaced ours, our own ids decide', async () => {
  const beside = { 'zz-power-profiles-daemon.policy': theirs, 'aa-power-profiles-daemon.policy': theirs };
  expect(await asked(yes(own), beside)).toBe('undefined');
  expect(await asked('', beside)).toMatch(new RegExp(`^polkit action (${shared}|${own}).switch-profile`));
});
