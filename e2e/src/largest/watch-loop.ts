const tickMs = 10;

/**
 * The longest this thread has been busy without a look at its timers, in ms, since it was last asked. Of processor time: while
 * another program has the core, nobody works at our wish.
 */
export function watchLoop(): () => number {
  let longest = 0;
  let at = performance.now();
  let cpu = process.threadCpuUsage();
  function tick(): void {
    const now = performance.now();
    const { user, system } = process.threadCpuUsage(cpu);
    longest = Math.max(longest, Math.min(now - at - tickMs, (user + system) / 1000));
    at = now;
    cpu = process.threadCpuUsage();
  }
  setInterval(tick, tickMs).unref();
  return () => {
    tick();
    const found = longest;
    longest = 0;
    return found;
  };
}
