import si from 'systeminformation';
import { graphicsControllers } from './graphics.js';

const cpuFacts = [
  'vendor',
  'brand',
  'family',
  'model',
  'stepping',
  'cores',
  'physicalCores',
  'performanceCores',
  'efficiencyCores',
  'processors',
  'speedMin',
  'speedMax',
] as const;

/**
 * Entry of the inventory's process: prints one JSON object of facts that stay the same from boot to boot. Each fact is named here one by one:
 * serial numbers, UUIDs, host names and addresses are never asked to be kept.
 */
async function facts(): Promise<Record<string, unknown>> {
  const [system, board, cpu, modules, os, battery] = await Promise.all([
    si.system(),
    si.baseboard(),
    si.cpu(),
    si.memLayout(),
    si.osInfo(),
    si.battery(),
  ]);
  return {
    system: {
      manufacturer: system.manufacturer,
      model: system.model,
      version: system.version,
      virtual: system.virtual === true,
    },
    baseboard: { manufacturer: board.manufacturer, model: board.model, version: board.version },
    cpu: Object.fromEntries(cpuFacts.map(fact => [fact, cpu[fact]])),
    memory: modules.map(({ size, type, clockSpeed, formFactor }) => ({ size, type, clockSpeed, formFactor })),
    os: { distro: os.distro, release: os.release, kernel: os.kernel, arch: os.arch },
    graphics: graphicsControllers('/sys/bus/pci/devices'),
    battery: battery.hasBattery
      ? {
          manufacturer: battery.manufacturer,
          model: battery.model,
          type: battery.type,
          designCapacity: battery.designedCapacity,
          unit: battery.capacityUnit,
        }
      : null,
  };
}

process.stdout.write(JSON.stringify(await facts()));
