/** `items` by their key, in the order in which keys first appear. */
export function groups<T, K>(items: readonly T[], key: (item: T) => K): T[][] {
  const out = new Map<K, T[]>();
  for (const item of items) {
    const group = out.get(key(item));
    if (group === undefined) out.set(key(item), [item]);
    else group.push(item);
  }
  return [...out.values()];
}
