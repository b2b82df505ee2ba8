import { buffer } from 'node:stream/consumers';
import { SMTPServer } from 'smtp-server';

const maxBytes = 25 * 1024 * 1024;

/** Takes mail from anybody for anybody. A message is confirmed to its sender once `receive` has kept it. */
export function createSmtpServer(receive: (raw: Buffer, recipients: readonly string[]) => Promise<unknown>): SMTPServer {
  return new SMTPServer({
    authOptional: true,
    allowInsecureAuth: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    // How long `close` waits for clients that keep their connection, ms.
    closeTimeout: 300,
    size: maxBytes,
    // Any name and password will do, so that a client set up for a real server works unchanged.
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anybody' }),
    onData(stream, { envelope }, done) {
      const recipients = envelope.rcptTo.map(({ address }) => address);
      buffer(stream)
        .then((raw) => {
          if (stream.sizeExceeded) throw Object.assign(new Error('The message is too large'), { responseCode: 552 });
          return receive(raw, recipients);
        })
        .then(
          () => done(),
          (error: Error) => done(error),
        );
    },
  });
}
