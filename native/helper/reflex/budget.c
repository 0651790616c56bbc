/* SPDX-License-Identifier: MIT */
/* A token bucket for all writes (Turner, IEEE Communications 24(10), 1986), and for each policy the exact times of its last lowerings. */
#include "reflex/budget.h"

#include "base/monotonic.h"

#include <math.h>

static const double most_debt = 10.0 * WRITES_A_SECOND;

static void refill(struct budget *budget, uint64_t now)
{
	if (!budget->at)
		budget->writes = WRITES_AT_ONCE;
	else if (now > budget->at)
		budget->writes = fmin(WRITES_AT_ONCE, budget->writes + (double)(now - budget->at) * WRITES_A_SECOND / (double)NS_PER_S);
	if (now > budget->at)
		budget->at = now;
}

uint64_t budget_when(struct budget *budget, uint64_t now, double writes)
{
	refill(budget, now);
	if (budget->writes >= writes)
		return 0;
	return now + (uint64_t)ceil((writes - budget->writes) * (double)NS_PER_S / WRITES_A_SECOND);
}

void budget_spend(struct budget *budget, uint64_t now, double writes)
{
	refill(budget, now);
	budget->writes = fmax(-most_debt, budget->writes - writes);
}

double budget_overtime(uint64_t ns)
{
	return (double)(ns / WRITE_NS);
}

uint64_t pairs_when(const struct pairs *pairs, uint64_t now)
{
	const uint64_t oldest = pairs->lowered[pairs->next], free_at = oldest + (uint64_t)NS_PER_S;

	return oldest && free_at > now ? free_at : 0;
}

void pairs_note(struct pairs *pairs, uint64_t now)
{
	pairs->lowered[pairs->next] = now;
	pairs->next = (pairs->next + 1) % PAIRS_A_SECOND;
}
