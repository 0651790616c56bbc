/** The loads of model.json by name; each has its distributions in its own file. */

import type { Load } from '../work/job.js';
import { aiCpu } from './ai-cpu.js';
import { compile } from './compile.js';
import { frames60 } from './frames60.js';
import { gpuLlm } from './gpu-llm.js';
import { gpuTrain } from './gpu-train.js';
import { hpcPhases } from './hpc-phases.js';
import { interactive } from './interactive.js';
import { reqserver } from './reqserver.js';
import { rtapp } from './rtapp.js';
import { compute, membound } from './steady.js';
import { uiBursts } from './ui-bursts.js';
import { video30 } from './video30.js';

export const cpuLoads = {
  frames60,
  video30,
  rtapp,
  interactive,
  reqserver,
  ai_cpu: aiCpu,
  compile,
  hpc_phases: hpcPhases,
  membound,
  compute,
  ui_bursts: uiBursts,
} as const satisfies Readonly<Record<string, Load>>;

export const gpuLoads = { gpu_llm: gpuLlm, gpu_train: gpuTrain } as const satisfies Readonly<Record<string, Load>>;

export type LoadName = keyof typeof cpuLoads;
