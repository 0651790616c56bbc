/** Times of a zone in the one style of a report: `2026-11-22 20:00:00`. */

export function stampIn(zone: string): (ms: number) => string {
  const format = new Intl.DateTimeFormat('en', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
  });
  return ms => {
    const parts = new Map(format.formatToParts(ms).map(({ type, value }) => [type, value]));
    const [year, month, day, hour, minute, second] = (
      ['year', 'month', 'day', 'hour', 'minute', 'second'] as const
    ).map(name => parts.get(name));
    return `${year}-${month}-${day} ${hour}:${minute}:${second}`;
  };
}

const daySeconds = 86_400;
/** Of minutes alone several marks of a shorter axis would be the same. */
const shortSpan = 300;

/** As much of it as an axis that spans so many seconds needs. */
export function axisStamp(stamp: string, span: number): string {
  if (span > 2 * daySeconds || stamp.endsWith(' 00:00:00'))
    return span > 60 * daySeconds && stamp.slice(8, 10) === '01' ? stamp.slice(0, 7) : stamp.slice(0, 10);
  return stamp.slice(11, span < shortSpan ? 19 : 16);
}
