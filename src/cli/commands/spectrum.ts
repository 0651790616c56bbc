import { writeFileSync } from 'node:fs';
import type { ControlClient } from '../../control/client.js';
import type { KReading } from '../../lattice/resolvent.js';
import type { Context } from '../context.js';
import { exitOk, Failure } from '../exit.js';
import { live } from '../live.js';
import { harmless } from '../render/harmless.js';
import { spectrumSvg } from '../render/spectrum-svg.js';
import { banner } from '../view/banner.js';
import { secondsMissing, signalLines, spectrumLines, spectrumOf } from '../view/spectrum.js';

interface Options {
  readonly signal?: string | undefined;
  readonly svg?: string;
  readonly reading: KReading;
}

/** The traced signals, or the spectrum of one of them. */
export async function run(context: Context, options: Options): Promise<number> {
  const client = await live(context.runtimeDirs);
  try {
    return await show(context, client, options);
  } finally {
    client.close();
  }
}

async function show(context: Context, client: ControlClient, { signal: name, svg, reading }: Options): Promise<number> {
  const { machine, simulated } = await client.status();
  const signals = harmless(await client.signals(name));
  const { style } = context;
  const [signal] = signals;
  if (name === undefined || signal === undefined) {
    if (svg !== undefined) throw new Failure('--svg: name the signal to draw, for example policy0.busy');
    if (context.json) context.printJson({ machine, simulated, signals });
    else context.print(...banner({ machine, simulated }, style), ...signalLines(signals, style));
    return exitOk;
  }
  const view = spectrumOf(signal, reading);
  if (view === undefined) throw new Failure(`${name}: too few samples yet, ${waiting(secondsMissing(signal))}`);
  if (svg !== undefined) {
    const title = `${signal.name} on ${machine}${simulated ? ' (SIMULATED)' : ''}, ${reading} reading`;
    writeFileSync(svg, spectrumSvg({ title, unit: `${signal.unit}²/Hz`, raw: view.raw, smooth: view.smooth }));
  }
  if (context.json) {
    const { raw, smooth, passed } = view;
    const columns = { frequency_hz: [...raw.frequency], raw: [...raw.density], filtered: [...smooth.density] };
    context.printJson({ machine, simulated, signal, reading, passed, ...columns });
  } else {
    context.print(...banner({ machine, simulated }, style), ...spectrumLines(view, style));
  }
  return exitOk;
}

const waiting = (seconds: number | undefined): string =>
  seconds === undefined
    ? 'samples do not come yet'
    : `try again in ${Math.ceil(seconds)} s, or keep latticectl top open`;
