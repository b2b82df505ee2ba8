import { setTimeout as delay } from 'node:timers/promises';

interface Rate {
  readonly perSecond: number;
  readonly seconds: number;
}

/** Sends at even intervals, whatever comes back when; resolves to the times from when each was due until it was answered, in ms. */
export async function sendEvenly({ perSecond, seconds }: Rate, send: (index: number) => Promise<unknown>): Promise<number[]> {
  const times: number[] = [];
  const answers: Promise<void>[] = [];
  const start = performance.now();
  for (let index = 0; index < perSecond * seconds; index += 1) {
    const due = start + (index * 1000) / perSecond;
    const wait = due - performance.now();
    if (wait > 1) await delay(wait);
    answers.push(send(index).then(() => void times.push(performance.now() - due)));
  }
  await Promise.all(answers);
  return times;
}
