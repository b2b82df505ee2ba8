import { type DestinationStream, type Logger, pino } from 'pino';

export type { Logger } from 'pino';

/** JSON lines with the name of the service. Secrets that travel in headers or bodies never reach the log. */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    redact: {
      paths: [
        'authorization',
        'cookie',
        'password',
        'token',
        'refreshToken',
        '*.authorization',
        '*.cookie',
        '*.password',
        '*.token',
      ],
      censor: '[secret]',
    },
  };
  return destination ? pino(options, destination) : pino(options);
}
