/** Quantities as people read them. An unknown one is a dash, never 0. */

const unknownFigure = '–';

export function wattsText(watts: number | null): string {
  if (watts === null) return unknownFigure;
  return `${watts.toFixed(Math.abs(watts) < 99.95 ? 1 : 0)} W`;
}

export function clockText(khz: number | null): string {
  if (khz === null) return unknownFigure;
  return khz < 999_500 ? `${Math.round(khz / 1000)} MHz` : `${(khz / 1e6).toFixed(2)} GHz`;
}

export const heatText = (celsius: number | null): string =>
  celsius === null ? unknownFigure : `${Math.round(celsius)} °C`;

export const shareText = (share: number | null): string =>
  share === null ? unknownFigure : `${share > 0 && share < 0.005 ? '<1' : Math.round(share * 100)} %`;

/** `45 s`, `12 min`, `2 h 5 min`, `3 d 4 h`. */
export function spanText(seconds: number): string {
  if (seconds < 59.5) return `${Math.max(1, Math.round(seconds))} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  const [large, small] =
    hours < 24 ? [`${hours} h`, `${minutes % 60} min`] : [`${Math.floor(hours / 24)} d`, `${hours % 24} h`];
  return small.startsWith('0 ') ? large : `${large} ${small}`;
}

export function timeText(ms: number): string {
  const time = new Date(ms);
  const clock = time.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
  const today = time.toDateString() === new Date().toDateString();
  return today ? clock : `${time.toLocaleDateString(undefined, { day: 'numeric', month: 'short' })}, ${clock}`;
}

const daySeconds = 86_400;
/** Of minutes alone several marks of a shorter axis would be the same. */
const shortSpan = 300;

/** A time on an axis that spans so many seconds, in one line: of days the date alone. */
export function axisText(ms: number, span: number): string {
  const time = new Date(ms);
  const midnight = time.getHours() + time.getMinutes() === 0;
  if (span > 60 * daySeconds && time.getDate() === 1)
    return time.toLocaleDateString(undefined, {
      month: 'short',
      ...(time.getMonth() === 0 ? { year: 'numeric' } : {}),
    });
  if (span > 2 * daySeconds || midnight) return time.toLocaleDateString(undefined, { day: 'numeric', month: 'short' });
  return time.toLocaleTimeString(undefined, {
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    ...(span < shortSpan ? { second: '2-digit' as const } : {}),
  });
}
