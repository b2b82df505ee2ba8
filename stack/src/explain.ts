import { ConfigError } from '@lyceum/common/config';
import { errorText } from '@lyceum/common/error-report';
import { AlreadyLocked } from '@lyceum/dev-servers/processes/data-dir-lock';
import { StartFailure } from '@lyceum/dev-servers/progress';

/** One sentence about a failed start for the person who typed the command; what nobody foresaw keeps its stack. */
export function explain(error: unknown): string {
  if (error instanceof AlreadyLocked) {
    return error.announcement
      ? `Lyceum is running already: ${error.announcement}`
      : 'Lyceum is being started or stopped already.';
  }
  if (error instanceof StartFailure || error instanceof ConfigError) return error.message;
  const { code, path } = (error ?? {}) as NodeJS.ErrnoException;
  const file = path ?? '.data';
  if (code === 'ENOSPC' || code === 'EDQUOT') return `There is no space left for ${file}.`;
  if (code === 'EACCES' || code === 'EPERM' || code === 'EROFS') return `${file} may not be written by this user (${code}).`;
  if (code === 'EADDRINUSE') return 'A port was taken in the very moment of the start: please start again.';
  return errorText(error);
}
