import { existsSync } from 'node:fs';

const unitFolders = ['/etc/systemd/system', '/usr/lib/systemd/system', '/lib/systemd/system', '/run/systemd/system'];

/** How latticed is started here: as a service where it is installed as one. */
export const startAdvice = (folders: readonly string[] = unitFolders): string =>
  folders.some(folder => existsSync(`${folder}/latticed.service`))
    ? 'start it with `systemctl start latticed`'
    : 'start it with `npm start` in its folder; `sudo sh systemd/install.sh` there makes it a service';
