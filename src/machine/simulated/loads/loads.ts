/** The loads of model.json by name; each has its distributions in its own file. */

import { aiCpu } from '../core/loads/ai-cpu.js';
import { compile } from '../core/loads/compile.js';
import { compute } from '../core/loads/compute.js';
import { frames60 } from '../core/loads/frames60.js';
import { gpuLlm } from '../core/loads/gpu-llm.js';
import { gpuTrain } from '../core/loads/gpu-train.js';
import { hpcPhases } from '../core/loads/hpc-phases.js';
import { interactive } from '../core/loads/interactive.js';
import { membound } from '../core/loads/membound.js';
import { reqserver } from '../core/loads/reqserver.js';
import { rtapp } from '../core/loads/rtapp.js';
import { uiBursts } from '../core/loads/ui-bursts.js';
import { video30 } from '../core/loads/video30.js';
import type { Load } from '../work/job.js';

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
