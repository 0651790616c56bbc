import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { graphicsControllers } from '../../../../src/machine/linux/inventory/graphics.js';
import { scratch } from '../../../journal/support.js';

function device(bus: string, slot: string, attributes: Record<string, string>, driver?: string): void {
  mkdirSync(join(bus, slot), { recursive: true });
  for (const [name, value] of Object.entries(attributes)) writeFileSync(join(bus, slot, name), `${value}\n`);
  if (driver !== undefined) symlinkSync(`../../drivers/${driver}`, join(bus, slot, 'driver'));
}

it('names display controllers by their PCI identity', () => {
  const bus = scratch();
  device(bus, '0000:01:00.0', { class: '0x030200', vendor: '0x10de', device: '0x28a0' });
  device(bus, '0000:00:02.0', { class: '0x030000', vendor: '0x8086', device: '0xa7a0' }, 'i915');
  device(bus, '0000:00:1f.6', { class: '0x020000', vendor: '0x8086', device: '0x1a1f' }, 'e1000e');
  device(bus, '0000:00:ff.0', { class: '0x030000' });
  expect(graphicsControllers(bus)).toEqual([
    { vendor: '0x8086', device: '0xa7a0', driver: 'i915' },
    { vendor: '0x10de', device: '0x28a0', driver: null },
  ]);
});

it('finds none where there is no bus', () => expect(graphicsControllers(join(scratch(), 'none'))).toEqual([]));
