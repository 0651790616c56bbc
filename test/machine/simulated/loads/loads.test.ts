import { expect, test } from 'vitest';
import { cpuLoads, gpuLoads, type LoadName } from '../../../../src/machine/simulated/loads/loads.js';
import { loads as described } from '../../../../src/machine/simulated/physics/model-json.js';
import type { Job, JobStream, Load } from '../../../../src/machine/simulated/work/job.js';
import { deviation, firstPiece, jobsOf, mean } from '../core/fixture.js';

const stream = (name: LoadName, index = 0, from = 0): JobStream => {
  const found = cpuLoads[name].streams(1, from)[index];
  if (found === undefined) throw new Error(`${name} has no stream ${index}`);
  return found;
};
/** Equal within 2 %. */
const near = (actual: number, expected: number) => expect(Math.abs(actual / expected - 1)).toBeLessThan(0.02);
const works = (jobs: readonly Job[]) => jobs.map(j => firstPiece(j).work);
const logs = (values: readonly number[]) => values.map(v => Math.log(v));
const gaps = (jobs: readonly Job[]) => jobs.slice(1).map((j, i) => j.arrival - (jobs[i]?.arrival ?? 0));
const memories = (jobs: readonly Job[]) => [...new Set(jobs.map(j => firstPiece(j).memory))];

test('every load of the model is there, under its name and with its kind of quality', () => {
  const all: Readonly<Record<string, Load>> = { ...cpuLoads, ...gpuLoads };
  for (const [name, load] of Object.entries(all)) expect(load.name).toBe(name);
  for (const [name, says] of Object.entries(described)) {
    const load = all[name];
    if (load === undefined) throw new Error(`no load ${name}`);
    if (load.qos !== 'deadline') expect(says).toContain(load.qos);
    else expect(says).toContain('deadline');
  }
});

test('frames60: log work N(ln 6 − .03, .25) with slow drift, 1 % heavy; deadline a period after arrival', () => {
  const jobs = jobsOf(stream('frames60'), 100_000);
  expect(memories(jobs)).toEqual([0.25]);
  expect(mean(gaps(jobs))).toBeCloseTo(1000 / 60, 6);
  expect(jobs.every(j => Math.abs((j.deadline ?? 0) - j.arrival - 1000 / 60) < 1e-6)).toBe(true);
  const log = logs(works(jobs));
  const centre = mean(log);
  expect(Math.abs(centre - (Math.log(6) - 0.03 + 0.01 * Math.log(2.2)))).toBeLessThan(0.015);
  expect(deviation(log)).toBeCloseTo(Math.hypot(0.2, 0.15, 0.0785), 2);
  const centred = log.map(v => v - centre);
  const covariance = mean(centred.slice(1).map((v, i) => v * (centred[i] ?? 0)));
  expect(covariance).toBeCloseTo(0.98 * 0.04, 2);
});

test('video30: GOP of 15 pictures, I 14, P 6, B 4 ms', () => {
  const jobs = jobsOf(stream('video30'), 30_000);
  expect(memories(jobs)).toEqual([0.35]);
  const at = (place: number) => mean(logs(works(jobs.filter((_, i) => i % 15 === place))));
  const gop = Array.from({ length: 15 }, (_, place) => Math.round(Math.exp(at(place)) * 10) / 10);
  expect(gop.map(Math.round)).toEqual([14, 4, 4, 6, 4, 4, 6, 4, 4, 6, 4, 4, 6, 4, 4]);
  expect(deviation(logs(works(jobs.filter((_, i) => i % 15 === 0))))).toBeCloseTo(0.1, 2);
  expect(mean(gaps(jobs))).toBeCloseTo(1000 / 30, 6);
});

test('rtapp: 20/3, 50/6, 100/8 ms', () => {
  for (const [index, period, work] of [
    [0, 20, 3],
    [1, 50, 6],
    [2, 100, 8],
  ] as const) {
    const jobs = jobsOf(stream('rtapp', index, 500), 20_000);
    expect(jobs[0]?.arrival).toBe(500);
    expect(mean(gaps(jobs))).toBeCloseTo(period, 9);
    expect(mean(works(jobs))).toBeCloseTo(work, 1);
    expect(deviation(works(jobs)) / work).toBeCloseTo(0.05, 2);
    expect(memories(jobs)).toEqual([0.1]);
  }
});

test('interactive: every 830 ms on average, log work N(ln 25, 1) up to 600 ms; 1 ms each 100 ms beside it', () => {
  const jobs = jobsOf(stream('interactive'), 50_000);
  near(mean(gaps(jobs)), 830);
  near(deviation(gaps(jobs)), 830);
  const sorted = works(jobs).sort((a, b) => a - b);
  near(sorted[25_000] ?? 0, 25);
  expect(sorted[49_999]).toBe(600);
  const housekeeping = jobsOf(stream('interactive', 1), 10);
  expect(gaps(housekeeping)).toEqual(Array(9).fill(100));
  expect(works(housekeeping)).toEqual(Array(10).fill(1));
  expect(stream('interactive', 1).scored).toBe(false);
  expect([...memories(jobs), ...memories(housekeeping)]).toEqual([0.2, 0.2]);
});

test('reqserver: .15 arrivals a ms, swinging by .4 over 20 s; mean work 2 ms', () => {
  const jobs = jobsOf(stream('reqserver'), 300_000);
  const end = jobs[jobs.length - 1]?.arrival ?? 0;
  near(jobs.length / end, 0.15);
  const inQuarter = (quarter: number) =>
    jobs.filter(j => Math.floor(j.arrival / 5000) % 4 === quarter).length / (end / 4);
  const swing = 0.4 * (2 / Math.PI);
  expect(inQuarter(0) / 0.15).toBeCloseTo(1 + swing, 1);
  expect(inQuarter(2) / 0.15).toBeCloseTo(1 - swing, 1);
  expect(mean(works(jobs))).toBeCloseTo(2, 1);
  expect(deviation(logs(works(jobs)))).toBeCloseTo(0.7, 2);
  expect(memories(jobs)).toEqual([0.3]);
});

test('ai_cpu: every 2.6 s, prefill about 150 ms, then 30 to 149 tokens of 8 ms', () => {
  const jobs = jobsOf(stream('ai_cpu'), 50_000);
  near(mean(gaps(jobs)), 2600);
  near(Math.exp(mean(logs(works(jobs)))), 150);
  expect(deviation(logs(works(jobs)))).toBeCloseTo(0.3, 2);
  const tokens = jobs.map(j => (j.pieces[1]?.work ?? 0) / 8);
  expect([Math.min(...tokens), Math.max(...tokens)]).toEqual([30, 149]);
  near(mean(tokens), 89.5);
  expect(jobs[0]?.pieces.map(p => p.memory)).toEqual([0.1, 0.85]);
});

test('compile: back to back, log work N(ln 300, .8) up to 3 s, m about .3 within [.05, .6], gap 5 ms', () => {
  const source = stream('compile');
  expect(source.kind).toBe('closed');
  const jobs = jobsOf(source, 50_000);
  near(mean(gaps(jobs)), 5);
  const sorted = works(jobs).sort((a, b) => a - b);
  near(sorted[25_000] ?? 0, 300);
  expect(sorted[49_999]).toBe(3000);
  const shares = jobs.map(j => firstPiece(j).memory);
  expect(mean(shares)).toBeCloseTo(0.3, 2);
  expect(deviation(shares)).toBeCloseTo(0.12, 2);
  expect([Math.min(...shares), Math.max(...shares)]).toEqual([0.05, 0.6]);
});

test('hpc_phases: 1500 ms of m .85 and 800 ms of m .1 in turn, no gap', () => {
  const jobs = jobsOf(stream('hpc_phases'), 40_000);
  expect(Math.max(...gaps(jobs))).toBe(0);
  for (const [memory, median] of [
    [0.85, 1500],
    [0.1, 800],
  ] as const) {
    const log = logs(works(jobs.filter(j => firstPiece(j).memory === memory)));
    expect(log).toHaveLength(20_000);
    near(Math.exp(mean(log)), median);
    expect(deviation(log)).toBeCloseTo(0.4, 2);
  }
});

test('membound and compute: 500 ms each, half a ms apart', () => {
  for (const [name, memory] of [
    ['membound', 0.8],
    ['compute', 0.05],
  ] as const) {
    const jobs = jobsOf(stream(name, 0, 0), 4);
    expect(jobs.map(j => j.arrival)).toEqual([0, 0.5, 1, 1.5]);
    expect(works(jobs)).toEqual([500, 500, 500, 500]);
    expect(memories(jobs)).toEqual([memory]);
    expect(stream(name).kind).toBe('closed');
  }
});

test('the same seed gives the same jobs; a later start shifts them', () => {
  for (const load of Object.values(cpuLoads)) {
    const arrivals = (seed: number, from: number) =>
      load.streams(seed, from).map(s => Array.from({ length: 20 }, () => s.next(from)).map(j => j.arrival));
    expect(arrivals(1, 0)).toEqual(arrivals(1, 0));
    expect(
      arrivals(1, 5000)
        .flat()
        .every(at => at >= 5000),
    ).toBe(true);
  }
});

test('gpu_llm: mean 6 s apart; prefill log-normal around 80 ms, m .05, then decode 1.5 to 5 s, m .9', () => {
  const [stream] = gpuLoads.gpu_llm.streams(1, 0);
  if (stream === undefined) throw new Error('no stream');
  const jobs = jobsOf(stream, 20_000);
  near(mean(gaps(jobs)), 6000);
  const decode = jobs.map(j => j.pieces[1]?.work ?? Number.NaN);
  near(mean(decode), 3250);
  expect(Math.min(...decode)).toBeGreaterThanOrEqual(1500);
  expect(Math.max(...decode)).toBeLessThanOrEqual(5000);
  expect(jobs[0]?.pieces.map(p => p.memory)).toEqual([0.05, 0.9]);
  near(mean(logs(works(jobs))), Math.log(80));
  near(deviation(logs(works(jobs))), 0.4);
});

test('gpu_train: 220 ms that compute and 80 ms that wait, by turns', () => {
  const [stream] = gpuLoads.gpu_train.streams(1, 0);
  if (stream === undefined) throw new Error('no stream');
  const jobs = jobsOf(stream, 20_000);
  near(mean(logs(works(jobs.filter((_, i) => i % 2 === 0)))), Math.log(220));
  near(mean(logs(works(jobs.filter((_, i) => i % 2 === 1)))), Math.log(80));
  expect(memories(jobs)).toEqual([0.15, 0.95]);
});
