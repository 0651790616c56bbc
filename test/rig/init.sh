#!/bin/busybox sh
# The virtual laptop's first breath: load the drivers, put the host's tree under a fresh overlay, hand over to the agent.
# Kernel command line: rig.agent=PATH rig.modules=PATH (both on the host's tree) rig.skip=MODULE,… rig.pmu=ARGUMENT
#   rig.root=memory (the root came along in the initial RAM disk) or disk (it is on the first disk, with an init of its own)
/bin/busybox --install -s /bin
mount -t proc proc /proc
mount -t sysfs sysfs /sys
mount -t devtmpfs dev /dev

skip= pmu= agent= modules= root=
for word in $(cat /proc/cmdline); do
  case $word in
    rig.skip=*) skip=,${word#*=}, ;;
    rig.pmu=*) pmu=${word#*=} ;;
    rig.agent=*) agent=${word#*=} ;;
    rig.modules=*) modules=${word#*=} ;;
    rig.root=*) root=${word#*=} ;;
  esac
done

while read -r file; do
  name=${file%.ko}
  case $skip in *,$name,*) continue ;; esac
  arguments=
  [ "$name" = virtual_pmu ] && arguments=$pmu
  insmod "/modules/$file" $arguments || echo "rig: $name did not load"
done < /modules/order

# QEMU's FADT names no kind of machine, and amd-pstate takes that for a server. This is what it would choose on a laptop.
for policy in /sys/devices/system/cpu/cpufreq/policy*; do
  [ -e "$policy/energy_performance_preference" ] || continue
  echo powersave > "$policy/scaling_governor"
  echo balance_performance > "$policy/energy_performance_preference"
done

if [ "$root" = memory ]; then
  cd /memory
elif [ "$root" = disk ]; then
  mkdir -p /root
  mount -t ext4 /dev/vda /root || echo 'rig: no disk'
  cd /root
  mkdir -p exchange
  mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=none exchange exchange
else
  mkdir -p /host /layer /root
  mount -t 9p -o trans=virtio,version=9p2000.L,ro,msize=512000,cache=loose host /host || echo 'rig: no host tree'
  mount -t tmpfs -o mode=755 layer /layer
  mkdir /layer/upper /layer/work
  mount -t overlay -o lowerdir=/host,upperdir=/layer/upper,workdir=/layer/work overlay /root || echo 'rig: no overlay'
  cd /root
  mkdir -p exchange usr/lib/modules
  ln -sfn "$modules" "usr/lib/modules/$(uname -r)"
  mount -t 9p -o trans=virtio,version=9p2000.L,msize=512000,cache=none exchange exchange
fi

mount -t proc proc proc
mount -t sysfs sysfs sys
mount -t devtmpfs dev dev
mkdir -p dev/pts dev/shm
mount -t devpts devpts dev/pts
mount -t tmpfs shm dev/shm
mount -t tmpfs tmp tmp
mount -t tmpfs -o mode=755 run run
mount -t tracefs tracefs sys/kernel/tracing
mount -t bpf bpf sys/fs/bpf
mount -t debugfs debugfs sys/kernel/debug
mount -t cgroup2 cgroup sys/fs/cgroup
# Two tracers that record nothing keep the tracepoints of the BPF programs in use, so that the kernel needn't patch them for a third: see
# agent/hold.c. One more records the changes of cpufreq limits.
echo 0 > sys/kernel/tracing/options/record-cmd
mkdir sys/kernel/tracing/instances/rig
for tracer in sys/kernel/tracing sys/kernel/tracing/instances/rig; do
  echo 0 > "$tracer/tracing_on"
  echo 4 > "$tracer/buffer_size_kb"
  echo 1 > "$tracer/events/sched/sched_switch/enable"
  echo 1 > "$tracer/events/sched/sched_stat_runtime/enable"
done
mkdir sys/kernel/tracing/instances/limits
echo mono > sys/kernel/tracing/instances/limits/trace_clock
echo 1 > sys/kernel/tracing/instances/limits/events/power/cpu_frequency_limits/enable
umount /proc /sys
# What lies in the initial RAM disk can't be switched to: switch_root would empty it.
[ "$root" = memory ] && exec chroot /memory "$agent"
exec switch_root /root "$agent"
