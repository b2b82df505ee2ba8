import { once } from 'node:events';
import type { AddressInfo, Socket } from 'node:net';
import { text } from 'node:stream/consumers';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions, type SMTPServerSession } from 'smtp-server';

export interface ReceivedMail extends Email {
  /** As the server got it, headers and all. */
  raw: string;
  envelope: { from: string; to: string[] };
}

type Stage = 'connection' | 'recipient' | 'content' | 'reply';

/** A real SMTP server that keeps what it takes, and fails when told to. */
export async function startMailServer(options: SMTPServerOptions = {}) {
  const mails: ReceivedMail[] = [];
  const sockets = new Set<Socket>();
  let trouble: { stage: Stage; responseCode: number; times: number } | undefined;
  let gate: { arrived: PromiseWithResolvers<void>; open: PromiseWithResolvers<void> } | undefined;

  function meetTrouble(stage: Stage): Error | undefined {
    if (trouble?.stage !== stage || trouble.times === 0) return undefined;
    trouble.times -= 1;
    return Object.assign(new Error('not now'), { responseCode: trouble.responseCode });
  }

  async function take(raw: string, session: SMTPServerSession): Promise<Error | undefined> {
    gate?.arrived.resolve();
    await gate?.open.promise;
    const refused = meetTrouble('content');
    if (refused) return refused;
    const { mailFrom, rcptTo } = session.envelope;
    const from = mailFrom ? mailFrom.address : '';
    mails.push({ ...(await PostalMime.parse(raw)), raw, envelope: { from, to: rcptTo.map(({ address }) => address) } });
    return undefined;
  }

  function createServer(): SMTPServer {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['AUTH', 'STARTTLS'],
      logger: false,
      // Clients keep their connections open; nobody waits for them to hang up.
      closeTimeout: 1,
      onConnect: (_session, done) => done(meetTrouble('connection')),
      onRcptTo: (_address, _session, done) => done(meetTrouble('recipient')),
      onData(stream, session, done) {
        text(stream)
          .then((raw) => take(raw, session))
          .then((refused) => {
            if (refused) done(refused);
            // The mail is taken, but nobody hears of it.
            else if (meetTrouble('reply')) for (const socket of sockets) socket.destroy();
            else done();
          }, done);
      },
      ...options,
    });
    server.server.on('connection', (socket) => {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket));
    });
    // A client that goes away is part of the tests.
    server.on('error', () => undefined);
    return server;
  }

  let server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server.server, 'listening');
  const { port } = server.server.address() as AddressInfo; // a TCP server's address is never a string

  return {
    url: `smtp://127.0.0.1:${port}`,
    port,
    mailsTo: (address: string) => mails.filter(({ envelope }) => envelope.to.includes(address)),
    /** Fails this often at this stage, 4xx for a while, 5xx for good. */
    fail(stage: Stage, responseCode: number, times: number): void {
      trouble = { stage, responseCode, times };
    },
    /** Takes no mail until it is let go; `arrived` resolves when the first one waits. */
    hold() {
      const held = { arrived: Promise.withResolvers<void>(), open: Promise.withResolvers<void>() };
      gate = held;
      return {
        arrived: held.arrived.promise,
        letGo(): void {
          gate = undefined;
          held.open.resolve();
        },
      };
    },
    /** Comes back at the same port. */
    async start(): Promise<void> {
      server = createServer();
      server.listen(port, '127.0.0.1');
      await once(server.server, 'listening');
    },
    async stop(): Promise<void> {
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
