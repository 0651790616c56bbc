import { cp, mkdir, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { CACHE, CHECKOUT } from './paths.js';

/** What building better-sqlite3 leaves behind and running it doesn't need. */
const LEFT_OVERS = /\/better-sqlite3\/(deps|src|build\/Release\/(obj.*|.*\.a|test_extension\.node))$/;

/** Packages inside of packages come along with those. */
const TOP_LEVEL = /^node_modules\/(@[^/]+\/)?[^/]+$/;

/** The program under test as an installation has it: a copy, so that a build meanwhile can't change it under a running guest. */
export interface Product {
  readonly folder: string;
  readonly latticed: string;
  readonly latticectl: string;
  readonly helper: string;
}

export async function installProduct(name: string): Promise<Product> {
  const folder = join(CACHE, 'products', name);
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const parts = [
    'package.json',
    'dist',
    'native/build/lattice-helper',
    'native/build/peer.node',
    ...(await productionPackages()),
  ];
  for (const part of parts) {
    await cp(join(CHECKOUT, part), join(folder, part), { recursive: true, filter: path => !LEFT_OVERS.test(path) });
  }
  return {
    folder,
    latticed: join(folder, 'dist/latticed.js'),
    latticectl: join(folder, 'dist/latticectl.js'),
    helper: join(folder, 'native/build/lattice-helper'),
  };
}

interface Lockfile {
  packages: Record<string, { dev?: boolean; optional?: boolean }>;
}

async function productionPackages(): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(CHECKOUT, 'package-lock.json'), 'utf8')) as Lockfile;
  return Object.entries(lock.packages).flatMap(([path, { dev, optional }]) =>
    TOP_LEVEL.test(path) && !dev && !optional ? [path] : [],
  );
}
