import { monitorEventLoopDelay } from 'node:perf_hooks';
import { runProcess } from '@lyceum/common/run/process';
import { startService } from '@lyceum/common/run/start-service';
import { streaming } from '@lyceum/streaming/service';
import { processEnvironment } from '../config.ts';

export interface Seen {
  readonly url: string;
  /** The largest since it was last asked, in bytes. */
  readonly rss: number;
  /** Delays of timers since it was last asked, in ms. */
  readonly p99: number;
  readonly max: number;
}

const resolutionMs = 5;

/** The service as a process of its own. Whenever it is asked, and once at the start, it tells its parent what it was seen to take. */
process.once('disconnect', () => process.exit(1));
await runProcess(async () => {
  const running = await startService(streaming, processEnvironment());
  const delays = monitorEventLoopDelay({ resolution: resolutionMs });
  delays.enable();
  let rss = 0;
  setInterval(() => {
    rss = Math.max(rss, process.memoryUsage.rss());
  }, 100).unref();
  const tell = () => {
    const inMs = (nanoseconds: number) => Math.max(0, nanoseconds / 1e6 - resolutionMs);
    const seen: Seen = { url: running.url, rss, p99: inMs(delays.percentile(99)), max: inMs(delays.max) };
    process.send?.(seen);
    delays.reset();
    rss = process.memoryUsage.rss();
  };
  process.on('message', tell);
  tell();
  return running;
});
