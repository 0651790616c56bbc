/* SPDX-License-Identifier: MIT */
/* Signals in the order of their values in a sample, controls, what is missing and why, the topology, the baseline. */
#include "engine/hello.h"

#include "base/fnv.h"
#include "base/monotonic.h"
#include "changes/baseline.h"
#include "controls/firmware_limit.h"
#include "core/helper.h"
#include "core/options.h"
#include "engine/hello_topology.h"
#include "engine/wire.h"
#include "json/json_write.h"
#include "machine/channel.h"
#include "machine/choices.h"
#include "machine/control.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/topology.h"
#include "sampling/dead_band.h"
#include "sampling/sample.h"

#include <math.h>
#include <string.h>

static void write_choices(const struct choices *choices, struct json *json)
{
	json_open(json, "choices", '[');
	for (unsigned i = 0; i < choices->count; i++)
		json_string(json, NULL, choices->words[i]);
	json_close(json, ']');
}

static void write_signals(const struct machine *machine, struct json *json)
{
	static const char *const kinds[] = { [SIGNAL_COUNTER] = "counter", [SIGNAL_GAUGE] = "gauge", [SIGNAL_STATE] = "state" };

	json_open(json, "signals", '[');
	for (unsigned i = 0; i < machine->signal_count; i++) {
		const struct signal *signal = &machine->signals[i];

		json_open(json, NULL, '{');
		json_string(json, "name", signal->name);
		json_string(json, "unit", signal->unit);
		json_string(json, "kind", kinds[signal->kind]);
		json_string(json, "role", signal->role);
		json_string(json, "scope", signal->scope);
		dead_band_write(signal, json);
		if (strcmp(signal->unit, "choice") == 0)
			write_choices(&signal->choices, json);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* Is it a maximum that firmware or cooling limits? Then the engine must not think that the user set it. */
static bool is_limited(struct machine *machine, const struct control *control, bool cooling)
{
	const struct policy *policy = machine_policy(machine, control->policy);

	return control->role == ROLE_MAX_FREQ && policy && (cooling || firmware_limit_on(machine, policy));
}

static void write_value(struct machine *machine, struct control *control, bool cooling, struct json *json)
{
	char now[SETTING_ROOM];
	int error = control_read(machine, control, now);

	if (strcmp(control->unit, "choice") == 0)
		json_string(json, "value", error < 0 ? NULL : now);
	else
		json_number(json, "value", error < 0 ? (double)NAN : machine->values[control->signal]);
	if (is_limited(machine, control, cooling))
		json_bool(json, "held", true);
}

static void write_controls(struct machine *machine, struct json *json, bool values)
{
	bool cooling = values && firmware_limit_by_cooling(machine);

	json_open(json, "controls", '[');
	for (unsigned i = 0; i < machine->control_count; i++) {
		struct control *control = &machine->controls[i];

		json_open(json, NULL, '{');
		json_string(json, "name", control->name);
		json_string(json, "role", control_role_name(control->role));
		json_string(json, "scope", control->scope);
		json_string(json, "unit", control->unit);
		if (strcmp(control->unit, "choice") == 0)
			write_choices(&control->choices, json);
		if (isfinite(control->min))
			json_number(json, "min", control->min);
		if (isfinite(control->max))
			json_number(json, "max", control->max);
		if (values)
			write_value(machine, control, cooling, json);
		json_bool(json, "writable", control->writable);
		if (control->why)
			json_string(json, "why", control->why);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_missing(const struct machine *machine, struct json *json)
{
	json_open(json, "missing", '[');
	for (unsigned i = 0; i < machine->missing_count; i++) {
		json_open(json, NULL, '{');
		json_string(json, "what", machine->missing[i].what);
		json_string(json, "why", machine->missing[i].why);
		json_close(json, '}');
	}
	json_close(json, ']');
}

void hello_write(const struct helper *helper, struct json *json)
{
	struct machine *machine = helper->machine;

	json_string(json, "t", "hello");
	json_number(json, "protocol", 1);
	json_string(json, "version", LATTICE_HELPER_VERSION);
	json_string(json, "boot_id", helper->baseline.boot_id);
	json_number(json, "epoch", helper->epoch);
	json_string(json, "root", machine->root_path);
	json_bool(json, "read_only", machine->read_only);
	json_number(json, "monotonic_ns", (double)monotonic_ns());
	write_signals(machine, json);
	write_controls(machine, json, true);
	write_missing(machine, json);
	topology_write(machine, json);
	baseline_write(&helper->baseline, json, "baseline", false);
	baseline_write(&helper->baseline, json, "kept", true);
}

void hello_send(struct helper *helper)
{
	struct json json = { 0 };

	sample_flush(helper);
	json_open(&json, NULL, '{');
	hello_write(helper, &json);
	json_close(&json, '}');
	wire_send(&helper->wire, 'J', json.text, json.length);
	json_free(&json);
	helper->greeted = true;
}

uint64_t hello_signature(struct machine *machine)
{
	struct json json = { 0 };
	uint64_t hash;

	json_open(&json, NULL, '{');
	write_signals(machine, &json);
	write_controls(machine, &json, false);
	write_missing(machine, &json);
	topology_write(machine, &json);
	json_close(&json, '}');
	hash = fnv_add(FNV_START, json.text, json.length);
	json_free(&json);
	return hash;
}
