import type { Description } from './description.js';

/*
 * npm's 1.0.0-rc.1 is older than 1.0.0. Elsewhere a hyphen begins the release of the package, and what comes before a version is marked by a tilde
 * (Debian, RPM) or by a letter that follows the number (Arch).
 */

const beforeIt = (version: string, mark: string): string => version.replace('-', mark).replaceAll('-', '.');

/** Version and release as dpkg compares them. */
export const debianVersion = ({ version, release }: Description): string => `${beforeIt(version, '~')}-${release}`;

/** Version as rpm compares it; the release is a field of its own. */
export const rpmVersion = ({ version }: Description): string => beforeIt(version, '~');

/** pkgver of a PKGBUILD. */
export const archVersion = ({ version }: Description): string => beforeIt(version, '');
