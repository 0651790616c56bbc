import { ControlError } from '../../../control/protocol/errors.js';
import { controlVersion } from '../../../control/protocol/lines.js';
import { packageVersion } from '../../../control/version.js';
import type { Context } from '../../context.js';
import { askDaemon } from '../../daemon.js';
import { exitOk } from '../../exit.js';

/** Versions of both sides, since a daemon goes on running after its package was replaced. */
export async function run({ runtimeDirs, json, print, printJson }: Context): Promise<number> {
  const answer = await askDaemon(runtimeDirs, client => client.status());
  const daemon =
    answer instanceof ControlError ? null : { version: answer.version, pid: answer.pid, simulated: answer.simulated };
  const version = packageVersion();
  if (json) {
    printJson({
      version,
      protocol: controlVersion,
      node: process.version,
      simulated: daemon?.simulated ?? null,
      daemon,
    });
    return exitOk;
  }
  print(`latticectl ${version}`);
  if (daemon !== null)
    print(`latticed ${daemon.version} (pid ${daemon.pid}${daemon.simulated ? ', SIMULATED machine' : ''})`);
  return exitOk;
}
