import { Agent, request } from 'undici';
import type { RecordedCall } from './doubles.ts';

/** Of one connection and one request; the client writes its own. */
const ofConnection = ['host', 'connection', 'content-length', 'transfer-encoding'];

/** Sends recorded calls again with nothing around them; connections last, as they do for the platform. Results are milliseconds. */
export function createRawCalls() {
  const dispatcher = new Agent();

  async function send({ url, headers, body }: RecordedCall) {
    const own = Object.fromEntries(Object.entries(headers).filter(([name]) => !ofConnection.includes(name)));
    const answer = await request(url, { dispatcher, method: 'POST', headers: own, body });
    if (answer.statusCode !== 200) throw new Error(`${url} answered ${answer.statusCode}`);
    return answer.body;
  }

  return {
    /** Until the whole answer is there. */
    async whole(call: RecordedCall): Promise<number> {
      const began = performance.now();
      await (await send(call)).text();
      return performance.now() - began;
    },
    /** Until the first event that has text; resolves when the stream has ended. */
    async firstText(call: RecordedCall): Promise<number> {
      const began = performance.now();
      let seen = '';
      let first: number | undefined;
      for await (const piece of await send(call)) {
        if (first !== undefined) continue;
        seen += String(piece);
        if (/"content":"[^"]/.test(seen)) first = performance.now() - began;
      }
      return first ?? Number.NaN;
    },
    close: () => dispatcher.close(),
  };
}
