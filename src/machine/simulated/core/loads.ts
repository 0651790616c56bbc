/** The loads of model.json by name; each has its distributions in its own file. */
import type { Load } from './job.js';
import { aiCpu } from './loads/ai-cpu.js';
import { compile } from './loads/compile.js';
import { compute } from './loads/compute.js';
import { frames60 } from './loads/frames60.js';
import { gpuLlm } from './loads/gpu-llm.js';
import { gpuTrain } from './loads/gpu-train.js';
import { hpcPhases } from './loads/hpc-phases.js';
import { interactive } from './loads/interactive.js';
import { membound } from './loads/membound.js';
import { reqserver } from './loads/reqserver.js';
import { rtapp } from './loads/rtapp.js';
import { uiBursts } from './loads/ui-bursts.js';
import { video30 } from './loads/video30.js';

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
