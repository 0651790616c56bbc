import type { Description } from '../description.js';
import { rpmVersion } from '../versions.js';
import { scriptlets } from './scriptlets.js';

/**
 * The spec file of a package of a tree that is built already: rpmbuild copies it and finds the libraries by itself. @param folders of ours alone, which
 * the package owns; @param files all others, as paths from the root
 */
export function spec(
  described: Description,
  tree: string,
  folders: readonly string[],
  files: readonly string[],
): string {
  const { configuration, licence, maintainer, name, release, summary, text } = described;
  const configured = new Set(configuration);
  return `${[
    // The tree is as it is to be: stripped, compressed, and without what a distribution of its own would check or add.
    '%global debug_package %{nil}',
    '%global __os_install_post %{nil}',
    '%global _build_id_links none',
    `Name: ${name}`,
    `Version: ${rpmVersion(described)}`,
    `Release: ${release}`,
    `Summary: ${summary}`,
    `License: ${licence}`,
    `Packager: ${maintainer}`,
    'Requires: /usr/bin/node',
    'Requires: systemd',
    '',
    '%description',
    ...text,
    '',
    '%install',
    `cp -a ${tree}/. %{buildroot}/`,
    '',
    scriptlets(described),
    '%files',
    '%defattr(-,root,root,-)',
    ...folders.map(folder => `%dir "${folder}"`),
    ...files.map(file => (configured.has(file) ? `%config(noreplace) "${file}"` : `"${file}"`)),
  ].join('\n')}\n`;
}
