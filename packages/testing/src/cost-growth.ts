/** Four times the input may cost four times the work; the square would cost sixteen. This lies between. */
export const maxGrowth = 8;

const rounds = 25;

/**
 * How many times as much `run` costs with the input of `large`, which is four times that of `small`. Other processes only ever
 * add to a measurement, so the least of several counts, and there are no more of them than are needed to see that it is small.
 */
export async function costGrowth<Input>(small: Input, large: Input, run: (input: Input) => unknown): Promise<number> {
  const least = { small: Number.POSITIVE_INFINITY, large: Number.POSITIVE_INFINITY };
  await run(small);
  for (let round = 0; round < rounds; round += 1) {
    least.small = Math.min(least.small, await elapsed(run, small));
    least.large = Math.min(least.large, await elapsed(run, large));
    if (round > 0 && least.large <= maxGrowth * least.small) return least.large / least.small;
  }
  return workGrowth(small, large, run);
}

async function elapsed<Input>(run: (input: Input) => unknown, input: Input): Promise<number> {
  const startedAt = performance.now();
  await run(input);
  return performance.now() - startedAt;
}

/** What the system counts processor time in, in microseconds; less than that is nothing. */
const tick = 4_000;
const batchMs = 1_000;

/**
 * The same by the processor time of this thread. The clock also has what a host takes that is busy: memory that is new to a process
 * cost milliseconds where it was measured, which only large inputs need.
 */
async function workGrowth<Input>(small: Input, large: Input, run: (input: Input) => unknown): Promise<number> {
  const work = { small: 0, large: 0 };
  for (const startedAt = performance.now(); performance.now() - startedAt < batchMs; ) {
    work.small += await processorTime(run, small);
    work.large += await processorTime(run, large);
  }
  return work.large / Math.max(work.small, tick);
}

/** Of several runs, as one is shorter than a tick. */
async function processorTime<Input>(run: (input: Input) => unknown, input: Input): Promise<number> {
  const before = process.threadCpuUsage();
  for (let round = 0; round < rounds; round += 1) await run(input);
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
