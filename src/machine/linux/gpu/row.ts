import type { Column } from './fields.js';

/** One GPU's line of nvidia-smi, in the signals' units; what is no number is missing. */
export interface GpuRow {
  readonly uuid: string;
  /** As printed: only whether it moves matters. */
  readonly timestamp: string | undefined;
  /** nvidia-smi's number of it, which another GPU may have after the driver was loaded anew. */
  readonly index: number | undefined;
  /** percent */
  readonly busy: number | undefined;
  readonly memoryBusy: number | undefined;
  /** uW */
  readonly power: number | undefined;
  readonly enforcedLimit: number | undefined;
  /** kHz */
  readonly clock: number | undefined;
  readonly memoryClock: number | undefined;
  /** °C */
  readonly temperature: number | undefined;
  readonly memoryTemperature: number | undefined;
  /** bits of `throttleReason` */
  readonly throttle: number | undefined;
  readonly pstate: number | undefined;
}

/**
 * nvidia-smi answers what it can't tell with [N/A], N/A, [Not Supported], [Unknown Error], [GPU requires reset] and others: whatever is not
 * entirely a number within its range is missing, and never 0.
 */
function number(text: string | undefined, scale: number, low: number, high: number): number | undefined {
  if (text === undefined || !/^-?\d+(\.\d+)?$/.test(text)) return undefined;
  const value = Number(text);
  return value >= low && value <= high ? Math.round(value * scale) : undefined;
}

/** No board draws more, W. */
const mostWatts = 5000;
const mostGpus = 1024;
/** No clock is faster, MHz. */
const mostMegahertz = 50_000;

const percent = (text: string | undefined): number | undefined => number(text, 1, 0, 100);
const microwatts = (text: string | undefined): number | undefined => number(text, 1e6, 0, mostWatts);
const kilohertz = (text: string | undefined): number | undefined => number(text, 1000, 1, mostMegahertz);
/** 0 °C is what a sensor says that is not there. */
const celsius = (text: string | undefined): number | undefined => number(text, 1, 1, 150);

function bits(text: string | undefined): number | undefined {
  return text !== undefined && /^0x[0-9a-fA-F]{1,16}$/.test(text) ? Number(text) : undefined;
}

function pstate(text: string | undefined): number | undefined {
  const digits = /^P(\d{1,2})$/.exec(text ?? '')?.[1];
  return digits === undefined ? undefined : Number(digits);
}

/** The row in a line of CSV without header and units; undefined for whatever else nvidia-smi prints on its standard output. */
export function parseRow(line: string, columns: readonly Column[]): GpuRow | undefined {
  const cells = line.split(',');
  if (cells.length !== columns.length) return undefined;
  const of = (figure: Column['figure']): string | undefined => {
    const at = columns.findIndex(c => c.figure === figure);
    return at < 0 ? undefined : cells[at]?.trim();
  };
  const uuid = of('uuid') ?? '';
  if (!/^(GPU|MIG)-[\w-]+$/.test(uuid)) return undefined;
  return {
    uuid,
    timestamp: of('timestamp'),
    index: number(of('index'), 1, 0, mostGpus),
    busy: percent(of('busy')),
    memoryBusy: percent(of('memoryBusy')),
    power: microwatts(of('power')),
    enforcedLimit: microwatts(of('enforcedLimit')),
    clock: kilohertz(of('clock')),
    memoryClock: kilohertz(of('memoryClock')),
    temperature: celsius(of('temperature')),
    memoryTemperature: celsius(of('memoryTemperature')),
    throttle: bits(of('throttle')),
    pstate: pstate(of('pstate')),
  };
}
