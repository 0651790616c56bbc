import { existsSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

const unitFolders = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system', '/run/systemd/system'];
const ownFolder = fileURLToPath(new URL('../..', import.meta.url)).replace(/\/$/, '');

/** How latticed is started here: as a service where it is installed as one, and else how it becomes one, from a checkout or from where npm installed it. */
export function startAdvice(folders: readonly string[] = unitFolders, own: string = ownFolder): string {
  if (folders.some(folder => existsSync(`${folder}/latticed.service`)))
    return 'start it with `systemctl start latticed`';
  if (basename(dirname(own)) === 'node_modules')
    return `start it with \`latticed --foreground\`; \`sudo sh ${own}/systemd/install.sh\` and then \`sudo systemctl enable --now lattice-helper latticed\` make it a service`;
  return 'start it with `npm start` in its folder; `sudo sh systemd/install.sh` there makes it a service';
}
