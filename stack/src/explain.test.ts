import { ConfigError } from '@lyceum/common/config';
import { AlreadyLocked } from '@lyceum/dev-servers/processes/data-dir-lock';
import { StartFailure } from '@lyceum/dev-servers/progress';
import { explain } from './explain.ts';

const systemError = (code: string, path?: string) => Object.assign(new Error(code), { code, path });

it.each([
  [new AlreadyLocked('http://localhost:8000'), 'Lyceum is running already: http://localhost:8000'],
  [new AlreadyLocked(''), 'Lyceum is being started or stopped already.'],
  [new StartFailure('No room.'), 'No room.'],
  [new ConfigError('PORT: must be a number'), 'PORT: must be a number'],
  [systemError('ENOSPC', '/srv/.data/x'), 'There is no space left for /srv/.data/x.'],
  [systemError('EACCES', '/srv/.data'), '/srv/.data may not be written by this user (EACCES).'],
  [systemError('EADDRINUSE'), 'A port was taken in the very moment of the start: please start again.'],
])('explains %s in one sentence', (error, sentence) => {
  expect(explain(error)).toBe(sentence);
});

it('keeps the stack of what nobody foresaw', () => {
  expect(explain(new Error('surprise'))).toMatch(/^Error: surprise\n {4}at .*explain\.test\.ts/);
});
