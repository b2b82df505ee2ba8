import { findTarget } from './router.ts';

describe('findTarget', () => {
  it('sends a path to the service that owns its prefix and leaves path and query as they are', () => {
    expect(findTarget('/api/v1/programs/1/export?format=docx')).toEqual({
      service: 'program-generation',
      prefix: '/programs',
      path: '/api/v1/programs/1/export?format=docx',
      space: undefined,
    });
  });

  it('takes a path without a version for the first version', () => {
    expect(findTarget('/api/users/me')).toMatchObject({ service: 'users', path: '/api/v1/users/me' });
    expect(findTarget('/api/users?limit=2')).toMatchObject({ service: 'users', path: '/api/v1/users?limit=2' });
  });

  it('takes the space out of the path', () => {
    expect(findTarget('/s/school-7/api/v1/users/me')).toMatchObject({ path: '/api/v1/users/me', space: 'school-7' });
    expect(findTarget('/s/school-7/api/users')).toMatchObject({ path: '/api/v1/users', space: 'school-7' });
  });

  it('sends the key set to tokens', () => {
    expect(findTarget('/.well-known/jwks.json')).toMatchObject({ service: 'tokens', path: '/.well-known/jwks.json' });
  });

  it.each([
    ['a part of a segment', '/api/v1/usersettings'],
    ['another case', '/api/v1/Users'],
    ['another version', '/api/v2/users'],
    ['no prefix', '/api/v1/'],
    ['an unknown prefix', '/api/v1/nothing'],
    ['an empty segment', '/api/v1//users'],
    ['no api', '/users/me'],
    ['a space that cannot be one', '/s/School_7/api/v1/users'],
    ['a space alone', '/s/main'],
    ['a space and something that is no api', '/s/main/docs'],
    ['a space in a space', '/s/main/s/other/api/v1/users'],
    ['keys in a space', '/s/main/.well-known/jwks.json'],
    ['parent segments', '/api/v1/users/../programs'],
    ['encoded parent segments', '/api/v1/users/%2e%2E/programs'],
    ['parent segments between encoded slashes', '/api/v1/users/..%2F..%2fmetrics'],
    ['parent segments behind backslashes', '/api/v1/users/..\\..%5cmetrics'],
    ['a parent segment at the end', '/api/v1/users/..'],
  ])('finds nobody for %s', (_what, url) => {
    expect(findTarget(url)).toBeUndefined();
  });

  it('minds dots in names and queries no more than other characters', () => {
    expect(findTarget('/api/v1/programs/.hidden/a..b?path=/../')).toMatchObject({ service: 'program-generation' });
  });
});
