import { spawn } from 'node:child_process';

/** Approximate size of a sample of the fake laptop. */
const sampleBytes = 1300;
const doesNothing = `
  const { Worker } = require('node:worker_threads');
  new Worker("require('node:worker_threads').parentPort.on('message', () => {})", { eval: true });
  process.stdin.on('data', () => {});`;

/** The cost of Node alone: a process with one extra thread that receives samples and does nothing with them. */
export interface BareNode {
  readonly pid: number;
  send(samples: number): void;
  stop(): void;
}

export function bareNode(): BareNode {
  const child = spawn(process.execPath, ['--eval', doesNothing], { stdio: ['pipe', 'ignore', 'ignore'] });
  return {
    pid: child.pid ?? 0,
    send: samples => void child.stdin.write(Buffer.alloc(samples * sampleBytes)),
    stop: () => void child.kill(),
  };
}
