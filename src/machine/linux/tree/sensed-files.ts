import { kernelGovernor, kernelTunables } from '../../../model/kernel-governor.js';

/**
 * Every file of sysfs and procfs that helper and engine read of a machine. In a pattern `#` is a number and `*` a part of a name. Nothing here holds
 * a serial number, and nothing that does may be added: serial_number, manufacturer, model_name, edid, address, unique_id.
 */
interface Sensed {
  readonly folder: string;
  readonly files: readonly string[];
}

const cpus = 'sys/devices/system/cpu';
const zone = ['name', 'energy_uj', 'max_energy_range_uj', 'constraint_#_name', 'constraint_#_power_limit_uw'];
const rapl = [...zone, 'constraint_#_max_power_uw'];

export const sensedFiles: readonly Sensed[] = [
  { folder: cpus, files: ['online', 'nohz_full'] },
  { folder: `${cpus}/cpu#`, files: ['online', 'cpu_capacity'] },
  { folder: `${cpus}/cpu#/topology`, files: ['physical_package_id', 'core_id'] },
  { folder: `${cpus}/cpu#/power`, files: ['energy_perf_bias'] },
  { folder: `${cpus}/cpu#/thermal_throttle`, files: ['core_throttle_count', 'package_throttle_count'] },
  { folder: `${cpus}/cpufreq`, files: ['boost'] },
  {
    folder: `${cpus}/cpufreq/policy#`,
    files: [
      ...['affected_cpus', 'related_cpus', 'cpuinfo_min_freq', 'cpuinfo_max_freq', 'base_frequency', 'bios_limit'],
      ...['scaling_driver', 'scaling_governor', 'scaling_available_governors', 'scaling_available_frequencies'],
      ...['scaling_min_freq', 'scaling_max_freq', 'scaling_cur_freq', 'boost', 'cpb'],
      ...['energy_performance_preference', 'energy_performance_available_preferences'],
    ],
  },
  { folder: `${cpus}/cpufreq/policy#/${kernelGovernor}`, files: kernelTunables },
  { folder: `${cpus}/cpufreq/${kernelGovernor}`, files: kernelTunables },
  { folder: `${cpus}/intel_pstate`, files: ['no_turbo'] },
  { folder: 'sys/devices/cpu_*', files: ['cpus'] },
  { folder: 'sys/class/powercap/intel-rapl*', files: rapl },
  { folder: 'sys/class/powercap/intel-rapl*/intel-rapl*', files: rapl },
  {
    folder: 'sys/class/thermal/thermal_zone#',
    files: ['type', 'temp', 'trip_point_#_type', 'trip_point_#_temp', 'trip_point_#_hyst'],
  },
  { folder: 'sys/class/thermal/cooling_device#', files: ['type', 'cur_state'] },
  {
    folder: 'sys/class/hwmon/hwmon#',
    files: [
      ...['name', 'temp#_input', 'temp#_label', 'fan#_input', 'fan#_label'],
      ...['power#_input', 'power#_average', 'power#_label', 'energy#_input', 'energy#_label'],
    ],
  },
  {
    folder: 'sys/class/power_supply/*',
    files: [
      ...[
        'type',
        'scope',
        'online',
        'status',
        'present',
        'capacity',
        'charge_types',
        'charge_type',
        'charge_behaviour',
      ],
      ...['power_now', 'current_now', 'voltage_now', 'voltage_min_design', 'energy_now', 'energy_full'],
      ...[
        'charge_now',
        'charge_full',
        'energy_full_design',
        'charge_full_design',
        'cycle_count',
        'charge_control_start_threshold',
        'charge_control_end_threshold',
      ],
      ...['charge_start_threshold', 'charge_stop_threshold'],
    ],
  },
  { folder: 'sys/bus/platform/drivers/ideapad_acpi/VPC2004*', files: ['conservation_mode'] },
  { folder: 'sys/firmware/acpi', files: ['platform_profile', 'platform_profile_choices'] },
  { folder: 'sys/class/drm/card*', files: ['status'] },
  { folder: 'sys/class/drm/card*/amdgpu', files: ['panel_power_savings'] },
  { folder: 'sys/class/drm/card#/device', files: ['vendor', 'power_dpm_force_performance_level'] },
  { folder: 'sys/class/drm/card#/device/power', files: ['control'] },
  { folder: 'sys/bus/pci/devices/*', files: ['vendor', 'class', 'driver'] },
  { folder: 'sys/bus/pci/devices/*/power', files: ['runtime_status', 'control'] },
  { folder: 'sys/devices/platform/thinkpad_acpi', files: ['dytc_lapmode'] },
  { folder: 'sys/class/dmi/id', files: ['chassis_type'] },
  { folder: 'proc/device-tree', files: ['chassis-type'] },
  { folder: 'proc', files: ['stat'] },
  { folder: 'proc/pressure', files: ['cpu', 'memory', 'io'] },
  { folder: 'proc/sys/kernel/random', files: ['boot_id'] },
];

/** Names that a kernel gives; others may move a cursor, or lead out of a folder. */
export const isPlainName = (name: string): boolean => /^(?!\.)[\w.:+@,-]{1,128}$/.test(name);

/** A pattern for one part of a path. */
export const partOf = (pattern: string): RegExp =>
  new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('#', '\\d+').replaceAll('*', '[^/]*')}$`);

/** What a link may lead to: the driver of a device, of which the last part is the name. */
export const isDriverLink = (target: string): boolean => /^(\.\.\/)+bus\/pci\/drivers\/[\w-]+$/.test(target);

const paths = sensedFiles.map(({ folder, files }) => ({
  folder: folder.split('/').map(partOf),
  files: files.map(partOf),
}));

/** Whether a copied tree may have a file at this path. */
export function isSensed(path: string): boolean {
  const parts = path.split('/');
  const file = parts.pop() ?? '';
  return (
    [...parts, file].every(isPlainName) &&
    paths.some(
      each =>
        each.folder.length === parts.length &&
        each.folder.every((pattern, i) => pattern.test(parts[i] ?? '')) &&
        each.files.some(pattern => pattern.test(file)),
    )
  );
}
