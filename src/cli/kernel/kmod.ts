import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { Failure } from '../exit.js';

/** Where they are for root, whose PATH a user need not have. */
const path = `${process.env.PATH ?? ''}:/usr/sbin:/sbin`;

/** Runs a program of the package kmod; gives what it printed, or throws `Failure` with what it said is wrong. */
export async function runTool(program: 'modinfo' | 'modprobe' | 'rmmod', args: readonly string[]): Promise<string> {
  try {
    return (await promisify(execFile)(program, args, { env: { ...process.env, PATH: path } })).stdout;
  } catch (error) {
    const { code, stderr = '' } = error as { code?: unknown; stderr?: string };
    if (code === 'ENOENT') throw new Failure(`${program} is missing (Debian: package kmod)`);
    throw new Failure(stderr.trim() || `${program} failed`);
  }
}
