/* SPDX-License-Identifier: MIT */
/* CPUs, policies, zones with their trips, supplies, GPUs, and which sources are in use. */
#include "engine/hello_topology.h"

#include "base/monotonic.h"
#include "gpu/gpu.h"
#include "json/json_write.h"
#include "machine/machine.h"
#include "machine/signal.h"
#include "machine/sources.h"
#include "machine/topology.h"
#include "sensors/supply.h"
#include "sensors/thermal.h"
#include "sensors/trips.h"

#include <math.h>

static void write_integer_or_null(struct json *json, const char *key, int value)
{
	json_number(json, key, value < 0 ? (double)NAN : value);
}

static void write_ids(struct json *json, const char *key, const unsigned *ids, unsigned count)
{
	json_open(json, key, '[');
	for (unsigned i = 0; i < count; i++)
		json_number(json, NULL, ids[i]);
	json_close(json, ']');
}

static void write_numbers(struct json *json, const char *key, const double *numbers, unsigned count)
{
	json_open(json, key, '[');
	for (unsigned i = 0; i < count; i++)
		json_number(json, NULL, numbers[i]);
	json_close(json, ']');
}

static void write_cpus(const struct machine *machine, struct json *json)
{
	json_open(json, "cpus", '[');
	for (unsigned i = 0; i < machine->cpu_count; i++) {
		const struct cpu *cpu = &machine->cpus[i];

		json_open(json, NULL, '{');
		json_number(json, "id", cpu->id);
		json_bool(json, "online", cpu->online);
		write_integer_or_null(json, "package", cpu->package);
		write_integer_or_null(json, "core", cpu->core);
		json_string(json, "kind", cpu->kind);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_policies(const struct machine *machine, struct json *json)
{
	json_open(json, "policies", '[');
	for (unsigned i = 0; i < machine->policy_count; i++) {
		const struct policy *policy = &machine->policies[i];

		json_open(json, NULL, '{');
		json_number(json, "id", policy->id);
		write_ids(json, "cpus", policy->cpus, policy->cpu_count);
		write_ids(json, "online", policy->online_cpus, policy->online_count);
		json_string(json, "driver", policy->driver);
		json_number(json, "hw_min", policy->hw_min);
		json_number(json, "hw_max", policy->hw_max);
		json_number(json, "base", policy->base);
		write_numbers(json, "frequencies", policy->frequencies, policy->frequency_count);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_trips(const struct zone *zone, struct json *json)
{
	json_open(json, "trips", '[');
	for (unsigned i = 0; i < zone->trip_count; i++) {
		const struct trip *trip = &zone->trips[i];

		json_open(json, NULL, '{');
		json_string(json, "type", trip->type);
		json_number(json, "celsius", trip->celsius);
		json_number(json, "hysteresis", trip->hysteresis);
		json_close(json, '}');
	}
	json_close(json, ']');
}

static void write_zones(const struct machine *machine, struct json *json)
{
	json_open(json, "zones", '[');
	for (unsigned i = 0; i < machine->zone_count; i++) {
		const struct zone *zone = &machine->zones[i];

		json_open(json, NULL, '{');
		json_string(json, "signal", machine->signals[zone->signal].name);
		json_string(json, "type", zone->type);
		write_trips(zone, json);
		json_close(json, '}');
	}
	json_close(json, ']');
}

/* A GPU that is not set has no range. */
static void write_gpu(const struct gpu *gpu, unsigned id, struct json *json)
{
	bool ours = !gpu->why[0];

	json_open(json, NULL, '{');
	json_number(json, "id", id);
	json_string(json, "uuid", gpu->uuid);
	json_string(json, "name", gpu->name);
	json_string(json, "bus", gpu->bus);
	write_numbers(json, "clocks", gpu->clocks, ours ? gpu->clock_count : 0);
	if (ours && isfinite(gpu->power_min) && isfinite(gpu->power_max)) {
		json_open(json, "power_limit", '{');
		json_number(json, "min", gpu->power_min);
		json_number(json, "max", gpu->power_max);
		json_close(json, '}');
	} else {
		json_number(json, "power_limit", NAN);
	}
	json_close(json, '}');
}

static void write_gpus(const struct machine *machine, struct json *json)
{
	const struct gpus *gpus = &machine->sources->gpus;

	json_open(json, "gpus", '[');
	for (unsigned i = 0; i < gpus->count; i++)
		if (gpus->items[i].known)
			write_gpu(&gpus->items[i], i, json);
	json_close(json, ']');
}

void topology_write(const struct machine *machine, struct json *json)
{
	json_open(json, "topology", '{');
	write_cpus(machine, json);
	write_policies(machine, json);
	write_zones(machine, json);
	json_open(json, "supplies", '[');
	for (unsigned i = 0; i < machine->supply_count; i++) {
		json_open(json, NULL, '{');
		json_string(json, "name", machine->supplies[i].name);
		json_string(json, "type", machine->supplies[i].type);
		json_close(json, '}');
	}
	json_close(json, ']');
	write_gpus(machine, json);
	json_open(json, "sensors", '{');
	json_string(json, "busy", machine->busy_source);
	json_string(json, "counters", machine->counter_source);
	json_string(json, "energy", machine->energy_source);
	json_number(json, "tick_ms", (double)scheduler_tick_ns() / NS_PER_MS);
	json_close(json, '}');
	json_close(json, '}');
}
