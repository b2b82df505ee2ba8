export const tokensPerSecond = 30;
export const tokensPerAnswer = 300;

/** Words that came, with how long each was on its way, in ms: `<number>@<moment it was sent>`. */
export function readStamps(text: string, now: number): { index: number; delayMs: number }[] {
  return [...text.matchAll(/(\d+)@(\d+\.\d)/g)].map(([, index, sentAt]) => ({
    index: Number(index),
    delayMs: now - Number(sentAt),
  }));
}
