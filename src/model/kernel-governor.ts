/** What the governor of the kernel's module is called (native/kmod), in the kernel and in its folder of tunables. */
export const kernelGovernor = 'lattice';
