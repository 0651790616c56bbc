const longest = 120;

/** Names come from drivers, firmware and programs: nothing in them may be parsed as anything but a name. */
export const label = (text: string): string => text.replace(/[^\w.:/%+-]/g, '_').slice(0, longest);
