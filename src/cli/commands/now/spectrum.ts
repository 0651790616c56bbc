import { setTimeout as sleep } from 'node:timers/promises';
import type { ControlClient } from '../../../control/client/client.js';
import type { TracedSignal } from '../../../control/protocol/operations/signals.js';
import type { KReading } from '../../../lattice/filters/resolvent.js';
import type { Context } from '../../context.js';
import { connectDaemon } from '../../daemon.js';
import { exitOk, exitUsage, Failure } from '../../exit.js';
import { harmless } from '../../render/harmless.js';
import { spectrumSvg } from '../../render/spectrum-svg.js';
import { banner } from '../../view/banner.js';
import { densityUnit, secondsMissing, segment, signalLines, spectrumLines, spectrumOf } from '../../view/spectrum.js';
import { write } from '../../write-file.js';

interface Options {
  readonly signal?: string | undefined;
  readonly svg?: string;
  readonly reading: KReading;
  /** ms */
  readonly wait: number;
}

const betweenLooksMs = 1000;

/** The traced signals, or the spectrum of one of them. */
export async function run(context: Context, options: Options): Promise<number> {
  if (options.svg !== undefined && options.signal === undefined) {
    process.stderr.write("latticectl: option '--svg <file>' needs a signal to draw, for example policy0.busy\n");
    return exitUsage;
  }
  const client = await connectDaemon(context.runtimeDirs);
  try {
    return await show(context, client, options);
  } finally {
    client.close();
  }
}

async function show(
  context: Context,
  client: ControlClient,
  { signal: name, svg, reading, wait }: Options,
): Promise<number> {
  const { machine, simulated } = harmless(await client.status());
  const signals = harmless(name === undefined ? await client.signals() : await enough(client, name, reading, wait));
  const { style } = context;
  const [signal] = signals;
  if (name === undefined || signal === undefined) {
    if (context.json) context.printJson({ machine, simulated, signals });
    else context.print(...banner({ machine, simulated }, style), ...signalLines(signals, style));
    return exitOk;
  }
  const view = spectrumOf(signal, reading);
  if (view === undefined) throw new Failure(`${signal.name}: too few samples yet, ${waiting(signal)}`);
  const { raw, smooth, passed, left } = view;
  if (svg !== undefined) {
    const title = `${signal.name} on ${machine}${simulated ? ' (SIMULATED)' : ''}, ${reading} reading`;
    write(svg, spectrumSvg({ title, unit: densityUnit(signal), raw, smooth }));
  }
  if (context.json) {
    const columns = { frequency_hz: [...raw.frequency], raw: [...raw.density], filtered: [...smooth.density] };
    context.printJson({ machine, simulated, signal, reading, passed, left, ...columns });
  } else {
    context.print(...banner({ machine, simulated }, style), ...spectrumLines(view, style));
    if (svg !== undefined) context.print(`drawn into ${svg}`);
  }
  return exitOk;
}

/**
 * The signal once there are samples enough, or as it is when the time is up. Another pace of sampling begins the count anew, so it is waited for
 * here and not by the person.
 */
async function enough(
  client: ControlClient,
  name: string,
  reading: KReading,
  wait: number,
): Promise<readonly TracedSignal[]> {
  const until = performance.now() + wait;
  let said = false;
  for (;;) {
    const signals = await client.signals(name);
    const [signal] = signals;
    const done = signal === undefined || spectrumOf(signal, reading) !== undefined;
    // Where none come at all there is nothing to wait for.
    const hopeless = signal !== undefined && !said && secondsMissing(signal) === undefined;
    if (done || hopeless || performance.now() >= until) {
      if (said) process.stderr.write('\n');
      return signals;
    }
    const line = `latticectl: waiting for samples of ${harmless(signal.name)}: ${signal.count} of ${segment}`;
    // One line that changes where somebody looks on, and one that stays where it is kept.
    if (process.stderr.isTTY) process.stderr.write(`\r${line}`);
    else if (!said) process.stderr.write(line);
    said = true;
    await sleep(Math.min(betweenLooksMs, Math.max(0, until - performance.now())));
  }
}

/** Names the rate: a quiet machine is sampled more slowly, and some load would shorten the wait. */
function waiting(signal: TracedSignal): string {
  const seconds = secondsMissing(signal);
  if (seconds === undefined) return 'none come now';
  return `${signal.count} at ${(signal.rate ?? 0).toFixed(1)} Hz; try again in ${Math.ceil(seconds)} s`;
}
