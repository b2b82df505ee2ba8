import { parseProviderHosts } from './provider-hosts.ts';

it.each([
  'http://ollama',
  'ollama/v1',
  'ollama:port',
  'ollama:0',
  'ollama:65536',
  'user@ollama',
  '10.0.0.0/33',
  '10.0.0/8',
  'fd00::/129',
  'ollama/8',
  '::1:8080:',
  '*',
  '*.example.org:x',
  'a b',
])('takes no %j', (entry) => {
  expect(() => parseProviderHosts(`ollama, ${entry}`)).toThrow(/^entry 2 is neither a host/);
});

it.each(['', ' , ', 'ollama', 'ollama:11434', '10.0.0.0/8 , ::1', 'модели.рф'])('takes %j', (list) => {
  expect(parseProviderHosts(list).allows('10.0.0.1')).toBe(list.startsWith('10.'));
});

it('compares names as addresses have them', () => {
  const { names } = parseProviderHosts('Ollama:011434,модели.рф');
  expect([names('ollama', 11_434), names(new URL('http://модели.рф').hostname, 443)]).toEqual([true, true]);
});
