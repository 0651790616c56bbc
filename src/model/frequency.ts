const units: Readonly<Record<string, number>> = { khz: 1, mhz: 1e3, ghz: 1e6, '': 1 };

/** `2.4GHz`, `2400 MHz` or plain kHz as whole kHz; undefined for what is no frequency. */
export function parseFrequency(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,10}(?:\.\d{1,9})?)\s*([kMG]Hz)?$/i.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  const khz = Math.round(Number(count) * (units[unit.toLowerCase()] ?? Number.NaN));
  return khz > 0 ? khz : undefined;
}
