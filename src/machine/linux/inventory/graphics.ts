import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { basename, join } from 'node:path';

/** A display controller by its PCI identity. */
export interface GraphicsController {
  readonly vendor: string;
  readonly device: string;
  readonly driver: string | null;
}

const displayClass = /^0x03/;

/** Display controllers from what the kernel remembers of the bus. Not from systeminformation, whose lspci and nvidia-smi wake a sleeping laptop GPU. */
export function graphicsControllers(bus: string): GraphicsController[] {
  const found: GraphicsController[] = [];
  for (const slot of listed(bus)) {
    if (!displayClass.test(read(bus, slot, 'class') ?? '')) continue;
    const [vendor, device] = [read(bus, slot, 'vendor'), read(bus, slot, 'device')];
    if (vendor !== undefined && device !== undefined) found.push({ vendor, device, driver: driverOf(bus, slot) });
  }
  return found;
}

function listed(bus: string): string[] {
  try {
    return readdirSync(bus).sort();
  } catch {
    return [];
  }
}

function read(bus: string, slot: string, attribute: string): string | undefined {
  try {
    return readFileSync(join(bus, slot, attribute), 'utf8').trim();
  } catch {
    return undefined;
  }
}

function driverOf(bus: string, slot: string): string | null {
  try {
    return basename(readlinkSync(join(bus, slot, 'driver')));
  } catch {
    return null;
  }
}
