// SPDX-License-Identifier: MIT
// The one line that tells what an addon's build lacks, and what brings it.

/**
 * @param tools names of the programs that are missing
 * @param headers undefined where fitting ones were found, else the running Node and where other headers are
 */
export function lackingLine(what, tools, headers) {
  const missing = [...tools];
  if (headers !== undefined) {
    const others = headers.unfit.map(one => `those in ${one.prefix} are for ${one.moduleVersion}`).join(', ');
    missing.push(
      `the headers of Node ${headers.version} (module version ${headers.moduleVersion}${others === '' ? '' : `; ${others}`})`,
    );
  }
  const ways = [];
  // Debian's headers fit Debian's Node alone, which is the one in /usr/bin.
  const fromDebian = headers !== undefined && headers.program === '/usr/bin/node';
  const packages = [
    ...(tools.length > 0 ? ['build-essential', 'python3'] : []),
    ...(fromDebian ? ['libnode-dev'] : []),
  ];
  if (packages.length > 0) ways.push(`apt-get install ${packages.join(' ')}`);
  if (headers !== undefined && !fromDebian) {
    const packaged = `node-linux-${headers.arch}`;
    ways.push(
      `npm install --prefix ~/headers ${packaged}@${headers.version.split('.')[0]} and npm_config_nodedir=~/headers/node_modules/${packaged} npm ci`,
    );
  }
  return `lattice-governor: ${what} has no prebuilt binary here and can't be built: missing ${missing.join(' and ')}; ${ways.join(', and ')}`;
}
