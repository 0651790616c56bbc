import type { TreeEntry, TreeFiles } from './entry.js';

const supplies = 'sys/class/power_supply/';
/** A hardware address as drivers write it, by itself or within a name. */
const address = /([0-9a-f]{2}[:_-]){5}[0-9a-f]{2}|[0-9a-f]{12}/i;
/** `hidpp_battery_0`: a kind and a number that the kernel counts. */
const counted = /^[a-z_]+_\d{1,3}$/;

/**
 * New names for power supplies whose own is an address or a serial number: drivers call the battery of a mouse, a headset or a gamepad so. Where the
 * machine's own have such names the address alone tells.
 */
export function newNames(files: TreeFiles): ReadonlyMap<string, string> {
  const names = new Set(
    Object.keys(files).flatMap(path => (path.startsWith(supplies) ? [path.split('/')[3] ?? ''] : [])),
  );
  const isDevice = (name: string): boolean => {
    const scope = files[`${supplies}${name}/scope`];
    return scope !== undefined && 'text' in scope && scope.text.trim() === 'Device';
  };
  const telling = [...names].filter(name => address.test(name) || (isDevice(name) && !counted.test(name)));
  return new Map(telling.map((name, i) => [name, `device_${i}`]));
}

/** The same tree under the new names; what the kernel makes of a supply (a monitoring chip, a thermal zone) has its name as text. */
export function renamed(files: TreeFiles, names: ReadonlyMap<string, string>): TreeFiles {
  if (names.size === 0) return files;
  const withName = (path: string): string => {
    const [, own, rest] = /^sys\/class\/power_supply\/([^/]+)(\/.*)$/.exec(path) ?? [];
    return own === undefined ? path : `${supplies}${names.get(own) ?? own}${rest}`;
  };
  const withText = (path: string, entry: TreeEntry): TreeEntry =>
    'text' in entry && /\/(name|type|\w+_label)$/.test(path) ? { ...entry, text: renamedIn(entry.text, names) } : entry;
  return Object.fromEntries(Object.entries(files).map(([path, entry]) => [withName(path), withText(path, entry)]));
}

/** A text with the new names; hwmon has `_` where a supply has `-`. */
export function renamedIn(text: string, names: ReadonlyMap<string, string>): string {
  let told = text;
  for (const [old, name] of names)
    for (const each of [old, old.replaceAll('-', '_')]) told = told.replaceAll(each, name);
  return told;
}
