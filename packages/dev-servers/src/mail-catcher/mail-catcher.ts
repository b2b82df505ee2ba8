import { once } from 'node:events';
import { createMailHttp } from './mail-http.ts';
import { openMessageStore } from './message-store.ts';
import { createSmtpServer } from './smtp.ts';

export interface MailCatcherOptions {
  /** Messages are kept here over restarts. */
  dataDir: string;
  host: string;
  smtpPort: number;
  httpPort: number;
  /** The oldest messages go beyond this number. */
  maxMessages?: number;
}

export interface MailCatcher {
  readonly smtpUrl: string;
  /** Where people read the messages, and tests by the API. */
  readonly httpUrl: string;
  stop(): Promise<void>;
}

/** An SMTP server that delivers nothing: messages are read on a page and over HTTP. */
export async function startMailCatcher(options: MailCatcherOptions): Promise<MailCatcher> {
  const { dataDir, host, smtpPort, httpPort, maxMessages = 1000 } = options;
  const store = openMessageStore(dataDir, maxMessages);
  const stopped = new AbortController();
  const smtp = createSmtpServer((raw, recipients) => store.add(raw, recipients));
  // A client that hangs up in the middle is its own affair.
  smtp.on('error', () => undefined);
  const http = createMailHttp(store, stopped.signal);
  await Promise.all([once(smtp.listen(smtpPort, host), 'listening'), once(http.listen(httpPort, host), 'listening')]);
  return {
    smtpUrl: `smtp://${host}:${smtpPort}`,
    httpUrl: `http://${host}:${httpPort}`,
    async stop() {
      stopped.abort();
      const closed = [
        new Promise<void>((done) => smtp.close(() => done())),
        new Promise<void>((done) => http.close(() => done())),
      ];
      http.closeAllConnections();
      await Promise.all(closed);
    },
  };
}
