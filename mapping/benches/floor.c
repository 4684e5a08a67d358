/* The floor: what plain C over a compressed adjacency needs to find the best product of confidences from one source
 * over at most H edges, without relations, without paths, without proofs. Layered: exact over walks of at most H edges.
 *
 * Usage: floor FILE HOPS. FILE, little-endian u32s and f32s: nodes, edges, sources; then from, to and confidence of all
 * edges; then the sources. Prints the median, in nanoseconds, over the sources, each asked twice. */
#define _POSIX_C_SOURCE 199309L
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>

static uint32_t *offsets, *targets;
static float *weights, *best, *now_at, *next_at;
static uint32_t *frontier, *next_frontier, *reached, *seen_in_layer;
static uint8_t *hops_to;
static uint32_t layer;

static double nanoseconds(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e9 + (double)t.tv_nsec;
}

static uint32_t relax(uint32_t source, int max_hops, double *sum) {
    uint32_t reached_count = 0, frontier_count = 1;
    frontier[0] = source;
    now_at[source] = 1.0f;
    for (int hop = 1; hop <= max_hops && frontier_count > 0; hop++) {
        uint32_t next_count = 0;
        layer++;
        for (uint32_t i = 0; i < frontier_count; i++) {
            uint32_t from = frontier[i];
            float here = now_at[from];
            for (uint32_t e = offsets[from]; e < offsets[from + 1]; e++) {
                uint32_t to = targets[e];
                float there = here * weights[e];
                if (there <= best[to] || to == source) continue;
                if (best[to] == 0.0f) reached[reached_count++] = to;
                best[to] = there;
                hops_to[to] = (uint8_t)hop;
                next_at[to] = there;
                if (seen_in_layer[to] != layer) {
                    seen_in_layer[to] = layer;
                    next_frontier[next_count++] = to;
                }
            }
        }
        for (uint32_t i = 0; i < next_count; i++) now_at[next_frontier[i]] = next_at[next_frontier[i]];
        uint32_t *swap = frontier;
        frontier = next_frontier;
        next_frontier = swap;
        frontier_count = next_count;
    }
    for (uint32_t i = 0; i < reached_count; i++) {
        *sum += best[reached[i]];
        best[reached[i]] = 0.0f;
    }
    return reached_count;
}

static int ascending(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void *table(size_t count, size_t size) {
    void *memory = calloc(count ? count : 1, size);
    if (!memory) exit(1);
    return memory;
}

static void load(void *into, size_t size, size_t count, FILE *file) {
    if (fread(into, size, count, file) != count) {
        fprintf(stderr, "floor: the file is too short\n");
        exit(1);
    }
}

int main(int argc, char **argv) {
    FILE *file = argc == 3 ? fopen(argv[1], "rb") : NULL;
    if (!file) {
        fprintf(stderr, "usage: floor FILE HOPS\n");
        return 2;
    }
    uint32_t head[3];
    load(head, 4, 3, file);
    uint32_t nodes = head[0], edges = head[1], sources = head[2];
    uint32_t *from = table(edges, 4), *to = table(edges, 4), *source = table(sources, 4);
    float *confidence = table(edges, 4);
    load(from, 4, edges, file);
    load(to, 4, edges, file);
    load(confidence, 4, edges, file);
    load(source, 4, sources, file);
    fclose(file);

    offsets = table(nodes + 1, 4);
    targets = table(edges, 4);
    weights = table(edges, 4);
    for (uint32_t e = 0; e < edges; e++) offsets[from[e] + 1]++;
    for (uint32_t n = 0; n < nodes; n++) offsets[n + 1] += offsets[n];
    uint32_t *place = table(nodes, 4);
    for (uint32_t n = 0; n < nodes; n++) place[n] = offsets[n];
    for (uint32_t e = 0; e < edges; e++) {
        uint32_t at = place[from[e]]++;
        targets[at] = to[e];
        weights[at] = confidence[e];
    }
    best = table(nodes, 4);
    now_at = table(nodes, 4);
    next_at = table(nodes, 4);
    frontier = table(nodes, 4);
    next_frontier = table(nodes, 4);
    reached = table(nodes, 4);
    seen_in_layer = table(nodes, 4);
    hops_to = table(nodes, 1);

    double *times = table(sources, sizeof(double)), sum = 0.0;
    uint64_t pairs = 0;
    for (int round = 0; round < 2; round++) {
        sum = 0.0;
        pairs = 0;
        for (uint32_t i = 0; i < sources; i++) {
            double start = nanoseconds();
            pairs += relax(source[i], atoi(argv[2]), &sum);
            times[i] = nanoseconds() - start;
        }
    }
    qsort(times, sources, sizeof(double), ascending);
    fprintf(stderr, "floor: %llu pairs, sum of confidences %.1f\n", (unsigned long long)pairs, sum);
    printf("%.0f\n", times[sources / 2]);
    return 0;
}
