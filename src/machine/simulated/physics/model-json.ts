/** Generated verbatim from the research model (../shared/model.json: note, platforms, loads); its test compares them if that file exists. */
import type { PlatformNumbers } from './platform.js';

/** @public Only its test reads it. */
export const note =
  'One frequency domain. f GHz, V volt, powers W, R K/W, C J/K, t ms, e J. Core power while running: ceff*V^2*f*(act_c*(1-stall)+act_s*stall) + leak0*V^2*exp(kT*(T-T0)); plus p_unc_act, plus p_mem*stall. Idle: leak*c1frac for the first t_c1 ms, then p_c6; uncore p_unc_act for t_pkg ms, then p_unc_idle; e_wake per wake after t_c1. Two-node thermal (Ra,Ca)->(Rb,Cb)->Tamb; at trip the index is limited to throt_idx until trip-thyst. Work w (ms at f_max) with memory share m takes w*(m+(1-m)*f_max/f).';

export const platforms = {
  laptop: {
    f: [
      0.8, 0.9, 1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 3, 3.1,
      3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 3.9, 4, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6,
    ],
    V: [
      0.62, 0.62, 0.62, 0.62, 0.62, 0.62, 0.62, 0.6344, 0.6488, 0.6631, 0.6775, 0.6919, 0.7063, 0.7206, 0.735, 0.7494,
      0.7638, 0.7781, 0.7925, 0.8069, 0.8213, 0.8356, 0.85, 0.8518, 0.857, 0.8658, 0.8781, 0.8939, 0.9133, 0.9361,
      0.9625, 0.9924, 1.0258, 1.0627, 1.1031, 1.1471, 1.1945, 1.2455, 1.3,
    ],
    ceff: 1.8,
    act_c: 1,
    act_s: 0.4,
    leak0: 0.8,
    kT: 0.017,
    T0: 60,
    p_unc_act: 1.5,
    p_unc_idle: 0.25,
    p_mem: 1,
    p_c6: 0.03,
    c1frac: 0.7,
    t_c1: 0.2,
    t_pkg: 1,
    e_wake: 0.0001,
    lat_wake: 0,
    Ra: 1.2,
    Ca: 1,
    Rb: 2.2,
    Cb: 25,
    Tamb: 25,
    trip: 95,
    thyst: 5,
    throt_idx: 17,
  },
  server: {
    f: [
      1, 1.1, 1.2, 1.3, 1.4, 1.5, 1.6, 1.7, 1.8, 1.9, 2, 2.1, 2.2, 2.3, 2.4, 2.5, 2.6, 2.7, 2.8, 2.9, 3, 3.1, 3.2, 3.3,
      3.4, 3.5,
    ],
    V: [
      0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7, 0.7184, 0.7368, 0.7553, 0.7737, 0.7921, 0.8105, 0.8289, 0.8474, 0.8658, 0.8842,
      0.9026, 0.9211, 0.9395, 0.9579, 0.9763, 0.9947, 1.0132, 1.0316, 1.05,
    ],
    ceff: 1.296,
    act_c: 1,
    act_s: 0.4,
    leak0: 0.6,
    kT: 0.017,
    T0: 60,
    p_unc_act: 3,
    p_unc_idle: 3,
    p_mem: 1,
    p_c6: 0.03,
    c1frac: 0.7,
    t_c1: 0.2,
    t_pkg: 1000000000,
    e_wake: 0.0001,
    lat_wake: 0,
    Ra: 1.2,
    Ca: 1,
    Rb: 2.2,
    Cb: 25,
    Tamb: 30,
    trip: 95,
    thyst: 5,
    throt_idx: 12,
  },
  gpu: {
    f: [
      0.345, 0.3995, 0.4541, 0.5086, 0.5632, 0.6177, 0.6723, 0.7268, 0.7814, 0.8359, 0.8905, 0.945, 0.9995, 1.0541,
      1.1086, 1.1632, 1.2177, 1.2723, 1.3268, 1.3814, 1.4359, 1.4905, 1.545, 1.5995, 1.6541, 1.7086, 1.7632, 1.8177,
      1.8723, 1.98,
    ],
    V: [
      0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.68, 0.7047, 0.7296, 0.7546, 0.7795,
      0.8045, 0.8294, 0.8544, 0.8793, 0.9042, 0.9291, 0.9541, 0.979, 1.0025, 1.0181, 1.0336, 1.0492, 1.08,
    ],
    ceff: 182,
    act_c: 1,
    act_s: 0.12,
    leak0: 60,
    kT: 0.017,
    T0: 60,
    p_unc_act: 90,
    p_unc_idle: 70,
    p_mem: 70,
    p_c6: 0,
    c1frac: 0.7,
    t_c1: 0.2,
    t_pkg: 1,
    e_wake: 0,
    lat_wake: 0,
    Ra: 0.05,
    Ca: 100,
    Rb: 0.08,
    Cb: 1000,
    Tamb: 25,
    trip: 300,
    thyst: 5,
    throt_idx: 10,
  },
} as const satisfies Readonly<Record<string, PlatformNumbers>>;

/** @public Only its test reads it; the loads themselves are in loads/. */
export const loads = {
  frames60:
    'period 16.667 ms, deadline = period; work 6 ms * exp(AR1(.98, sd .2) + N(0,.15) - .03), 1 % of frames x2.2; m .25',
  video30: 'period 33.333 ms, deadline = period; GOP IBBPBBPBBPBBPBB, I 14 P 6 B 4 ms * exp(N(0,.1)); m .35',
  rtapp: 'three periodic tasks 20/3, 50/6, 100/8 ms (period/work, 5 % jitter of work), deadline = period; m .1',
  interactive:
    'arrivals exponential mean 830 ms, work min(600, 25*exp(N(0,1))) ms, latency; plus 1 ms every 100 ms; m .2',
  reqserver: 'Poisson, rate .15/ms * (1+.4 sin(2 pi t/20 s)), work 2*exp(N(0,.7)-.245) ms, latency; m .3',
  ai_cpu:
    'arrivals exponential mean 2.6 s; prefill 150*exp(N(0,.3)) ms m .1, then decode 8 ms * U{30..149} m .85 chained; latency',
  compile:
    'back to back, work min(3000, 300*exp(N(0,.8))) ms, m clip(N(.3,.12),.05,.6), gap exponential 5 ms; makespan',
  hpc_phases: 'alternating 1500*exp(N(0,.4)) ms m .85 and 800*exp(N(0,.4)) ms m .1, no gap; makespan',
  membound: '500 ms m .8, gap .5 ms; makespan',
  compute: '500 ms m .05, gap .5 ms; makespan',
  gpu_llm: 'arrivals exponential mean 6 s; 80*exp(N(0,.4)) ms m .05 then U(1500,5000) ms m .9; latency',
  gpu_train: '220 ms m .15 and 80 ms m .95 alternating, * exp(N(0,.05)); makespan',
} as const;
