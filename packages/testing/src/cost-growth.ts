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
    least.small = Math.min(least.small, await cost(run, small));
    least.large = Math.min(least.large, await cost(run, large));
    if (round > 0 && least.large <= maxGrowth * least.small) break;
  }
  return least.large / least.small;
}

/** Microseconds of processor time of this thread: the time of the clock also has what other machines of a host take. */
async function cost<Input>(run: (input: Input) => unknown, input: Input): Promise<number> {
  const before = process.threadCpuUsage();
  await run(input);
  const { user, system } = process.threadCpuUsage(before);
  return user + system;
}
