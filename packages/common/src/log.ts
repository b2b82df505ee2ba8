import { type DestinationStream, type LogFn, type Logger as PinoLogger, pino } from 'pino';
import { isError, reportError } from './log/error-report.ts';

export type Logger = PinoLogger;

/**
 * JSON lines with the name of the service. Secrets that travel in headers or bodies never reach the log, and of an error goes
 * there only where and how it came about: libraries keep in theirs what they were given, such as the parameters of a query.
 */
export function createLogger(service: string, level: string, destination?: DestinationStream): Logger {
  const options = {
    level,
    base: { service },
    serializers: { err: (error: unknown) => error },
    formatters: { log: withReports },
    hooks: {
      // A message that is not given would be the error's own.
      logMethod(this: Logger, args: Parameters<LogFn>, method: LogFn) {
        const [first, message = 'error'] = args;
        const error: unknown = isError(first) ? first : Object(first).err;
        if (error === undefined) method.apply(this, args);
        else method.apply(this, [isError(first) ? { err: first } : first, message]);
      },
    },
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

function withReports(entry: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(entry).map(([name, value]) => [name, isError(value) ? reportError(value) : value]));
}
