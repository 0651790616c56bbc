/* SPDX-License-Identifier: MIT */
/* What nvidia-smi says and how it ends, from captures: each text with the errno that it must become. */
#include "gpu/gpu.h"
#include "gpu/gpu_text.h"
#include "check.h"

#include <errno.h>
#include <math.h>
#include <signal.h>
#include <string.h>

static int exited(int code)
{
	return code << 8;
}

static const struct {
	const char *text;
	int code, error;
} ends[] = {
	{ "GPU clocks set to \"(gpuClkMin 210, gpuClkMax 900)\" for GPU 00000000:01:00.0\nAll done.\n", 0, 0 },
	{ "Power limit for GPU 00000000:01:00.0 was set to 500.00 W from 700.00 W.\nAll done.\n", 0, 0 },
	/* With -eow the warning about persistence mode makes an error of a limit that was set. */
	{ "Power limit for GPU 00000000:01:00.0 was set to 250.00 W from 320.00 W.\nWarning: persistence mode is disabled on device 00000000:01:00.0.\n", 255, 0 },
	{ "Setting locked GPU clocks is not supported for GPU 00000000:01:00.0.\nTerminating early due to previous errors.\n", 3, EOPNOTSUPP },
	{ "Provided power limit 150.00 W is not a valid power limit which should be between 60.00 W and 70.00 W for GPU 00000000:01:00.0\nTerminating early due to previous errors.\n", 2, ERANGE },
	{ "The current user does not have permission to change clocks for GPU 00000000:01:00.0.\nTerminating early due to previous errors.\n", 4, EPERM },
	{ "Failed to initialize NVML: Insufficient Permissions\n", 4, EPERM },
	{ "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver. Make sure that the latest NVIDIA driver is installed and running.\n", 9, ENODEV },
	{ "Failed to initialize NVML: Driver/library version mismatch\nNVML library version: 595.71\n", 18, ENODEV },
	{ "No devices were found\n", 6, ENODEV },
	{ "Unable to determine the device handle for GPU0000:01:00.0: GPU is lost.  Reboot the system to recover this GPU\n", 15, ENODEV },
	{ "Field \"mig.mode.current\" is not a valid field to query.\n\n", 2, ENOENT },
	{ "NVIDIA-SMI couldn't find libnvidia-ml.so library in your system.\n", 12, ENODEV },
	{ "", 15, ENODEV },
	{ "", 13, EOPNOTSUPP },
	{ "something new\n", 77, EIO },
	{ "", 127, ENOENT },
};

static void test_ends(void)
{
	for (unsigned i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		struct gpu_outcome outcome = gpu_outcome_of(ends[i].text, exited(ends[i].code));

		CHECK(outcome.error == -ends[i].error);
		CHECK(!ends[i].error == !outcome.why[0]);
		CHECK(!strchr(outcome.why, '\n'));
	}
	CHECK(strstr(gpu_outcome_of("", SIGKILL).why, "signal 9") != NULL);
	CHECK(gpu_outcome_of("", SIGKILL).error == -EIO);
	CHECK(strcmp(gpu_outcome_of("\n \x1b[31mred\n", exited(1)).why, "?[31mred") == 0);
}

static void test_numbers(void)
{
	static const char *const missing[] = { "[N/A]", "N/A", "[Not Supported]", "[Unknown Error]", "[GPU requires reset]", "ERR!", "", "26.20 W", "1e3", "0x10", "inf", "nan", "1.2.3", "-", "--5" };

	CHECK(gpu_number("26.20") == 26.2);
	CHECK(gpu_number("-5") == -5);
	for (unsigned i = 0; i < sizeof(missing) / sizeof(*missing); i++)
		CHECK(isnan(gpu_number(missing[i])));
}

static void test_fields(void)
{
	char text[] = "GPU-1,  26.20 , [N/A]\r";
	char *row = text;

	CHECK(strcmp(gpu_field(&row), "GPU-1") == 0);
	CHECK(strcmp(gpu_field(&row), "26.20") == 0);
	CHECK(strcmp(gpu_field(&row), "[N/A]") == 0);
	CHECK(strcmp(gpu_field(&row), "") == 0);
}

int main(void)
{
	test_ends();
	test_numbers();
	test_fields();
	return check_result();
}
