/** One server-sent event; the data is parsed JSON. */
export interface ReceivedEvent {
  readonly id: string | undefined;
  readonly data: unknown;
}

/** Events as they come; heartbeats, which are comments, are told to `onComment`. Ends with the stream, fails when it breaks off. */
export async function* readEvents(response: Response, onComment: () => void = () => undefined): AsyncGenerator<ReceivedEvent> {
  if (!response.body) throw new Error('there is no stream');
  let text = '';
  for await (const chunk of response.body.pipeThrough(new TextDecoderStream())) {
    text += chunk;
    for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
      const lines = text.slice(0, end).split('\n');
      text = text.slice(end + 2);
      const field = (name: string) => lines.find((line) => line.startsWith(`${name}: `))?.slice(name.length + 2);
      const data = field('data');
      if (data === undefined) onComment();
      else yield { id: field('id'), data: JSON.parse(data) };
    }
  }
}
