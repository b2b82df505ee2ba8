import { request } from 'node:http';

/** The status of the store; 0 where the connection was cut. */
export function sendPart(url: string, headers: Readonly<Record<string, string>>, content: Uint8Array): Promise<number> {
  return new Promise((resolve) => {
    const outgoing = request(url, { method: 'PUT', agent: false, headers: { ...headers, 'content-length': content.length } });
    outgoing.on('response', (response) => {
      response
        .resume()
        .on('error', () => resolve(0))
        .on('end', () => resolve(response.statusCode ?? 0));
    });
    outgoing.on('error', () => resolve(0));
    outgoing.end(content);
  });
}
