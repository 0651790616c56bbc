/* SPDX-License-Identifier: MIT */
/* What nvidia-smi prints, understood. */
#ifndef LATTICE_GPU_TEXT_H
#define LATTICE_GPU_TEXT_H
#include "gpu/gpu.h"

struct gpu_outcome gpu_outcome_of(const char *text, int status);
/* The next field of a CSV row; the row moves past it. */
char *gpu_field(char **row);
/* A whole field that is a number; NaN for [N/A] and whatever else nvidia-smi says instead. */
double gpu_number(const char *field);
#endif
