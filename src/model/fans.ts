/** A sensor as a status has it. */
interface Sensed {
  readonly unit: string;
  readonly value: number | null;
}

const mostTold = 4;

/**
 * `fan 2400 rpm`, `fans 2400, 1800 rpm`: those that turn, the fastest first; undefined where no fan tells. A board has sockets without a fan, which stand
 * still for ever.
 */
export function fanWords(sensors: readonly Sensed[]): string | undefined {
  const speeds = sensors.flatMap(({ unit, value }) => (unit === 'rpm' && value !== null ? [value] : []));
  if (speeds.length === 0) return undefined;
  const turning = speeds.filter(rpm => rpm > 0).sort((a, b) => b - a);
  if (turning.length === 0) return speeds.length === 1 ? 'fan stands still' : 'fans stand still';
  const more = turning.length > mostTold ? ' …' : '';
  return `${turning.length === 1 ? 'fan' : 'fans'} ${turning.slice(0, mostTold).map(Math.round).join(', ')}${more} rpm`;
}
