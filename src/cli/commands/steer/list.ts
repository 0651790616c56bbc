import type { Status } from '../../../control/protocol/status.js';
import { profileNames } from '../../../model/people/profiles.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { banner } from '../../view/banner.js';

/** The profiles, as powerprofilesctl lists them. */
export async function run(context: Context): Promise<number> {
  const client = await connectDaemon(context.runtimeDirs);
  try {
    const status = harmless(await client.status());
    const { machine, simulated } = status;
    const profiles = profilesOf(status);
    if (context.json) context.printJson({ machine, simulated, profiles });
    else context.print(...banner(status, context.style), ...profiles.flatMap(lines));
    return exitOk;
  } finally {
    client.close();
  }
}

type Listed = ReturnType<typeof profilesOf>[number];

function profilesOf({ profile, policies, controls }: Status) {
  const cpuDriver = [...new Set(policies.map(p => p.driver))].join(', ');
  const hot = policies.some(p => p.reasons.some(r => r.priority === 'safety'));
  const platform = controls.some(c => c.name === 'platform_profile');
  return profileNames.map(name => ({
    profile: name,
    active: name === profile,
    cpuDriver: cpuDriver === '' ? null : cpuDriver,
    platformDriver: platform ? 'platform_profile' : null,
    degraded: name === 'performance' ? (hot ? 'high-operating-temperature' : '') : null,
  }));
}

function lines({ profile, active, cpuDriver, platformDriver, degraded }: Listed, i: number): string[] {
  return [
    ...(i === 0 ? [] : ['']),
    `${active ? '*' : ' '} ${profile}:`,
    ...(cpuDriver === null ? [] : [`    CpuDriver:\t${cpuDriver}`]),
    ...(platformDriver === null ? [] : [`    PlatformDriver:\t${platformDriver}`]),
    ...(degraded === null ? [] : [`    Degraded:   ${degraded === '' ? 'no' : `yes (${degraded})`}`]),
  ];
}
