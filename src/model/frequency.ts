const units: Readonly<Record<string, number>> = { khz: 1, mhz: 1e3, ghz: 1e6, '': 1 };

/** `2.4GHz`, `2400 MHz` or plain kHz as whole kHz; undefined for what is no frequency. */
export function parseFrequency(text: string): number | undefined {
  const [, count, unit = ''] = /^(\d{1,10}(?:\.\d{1,9})?)\s*([kMG]Hz)?$/i.exec(text.trim()) ?? [];
  if (count === undefined) return undefined;
  const khz = Math.round(Number(count) * (units[unit.toLowerCase()] ?? Number.NaN));
  return khz > 0 ? khz : undefined;
}

/** No CPU's highest clock is lower: below it a unit was forgotten. */
const leastMeant = 100_000;

/** What is wrong with a highest clock that is written as `written`, and what was probably meant; undefined when it is good. */
export function frequencyFlaw(written: string | number): string | undefined {
  const khz = typeof written === 'number' ? written : parseFrequency(written);
  if (khz === undefined || khz >= leastMeant) return undefined;
  const bare = Number(written);
  // Without a unit it is kHz to us; people write GHz so, or MHz.
  const meant = bare <= 20 ? bare : bare >= 100 && bare <= 20_000 ? bare / 1000 : undefined;
  const shown = meant === undefined ? '' : `; did you mean "${meant}GHz"?`;
  return `${JSON.stringify(written)} is ${khz} kHz, expected at least 100 MHz${shown}`;
}
