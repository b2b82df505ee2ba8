import { createHash } from 'node:crypto';
import { checkPage, revokeCertificate } from '@lyceum/contracts/courses/certificate';
import { asUser } from '@lyceum/testing/actors';
import { service } from '../../../test/courses-service.ts';
import { buildCertificate, knowPerson } from '../../../test/factories.ts';

const open = (number: string, { language = 'ru', lang }: { language?: string; lang?: 'en' | 'ru' } = {}) =>
  service.call(checkPage, { params: { number }, query: { lang }, headers: { 'accept-language': language } });

it('says in big letters that a certificate is valid, whose it is and what for', async () => {
  const { certificate } = await buildCertificate({ title: 'Основы TypeScript' });
  const { status, text, headers } = await open(certificate.number.toLowerCase());
  expect([status, headers['content-type'], headers['cache-control']]).toEqual([200, 'text/html; charset=utf-8', 'no-store']);
  for (const words of ['<h1>Сертификат действителен</h1>', 'Анна', 'Основы TypeScript', certificate.number, 'lyceum.test'])
    expect(text).toContain(words);
  expect(text).toMatch(/^<!doctype html><html lang="ru">/);
});

it.each([
  ['the language of the browser', { language: 'en-GB' }, 'This certificate is valid'],
  ['the language of the address', { language: 'en', lang: 'ru' as const }, 'Сертификат действителен'],
])('speaks %s', async (_, wanted, words) => {
  const { certificate } = await buildCertificate();
  expect((await open(certificate.number, wanted)).text).toContain(words);
});

it('says when and why a certificate was revoked', async () => {
  const { certificate, author } = await buildCertificate();
  const params = { certificateId: certificate.id };
  await service.call(revokeCertificate, { as: author, params, body: { reason: 'Выдан по ошибке' } });
  const { text } = await open(certificate.number);
  for (const words of ['<h1>Сертификат отозван</h1>', 'Выдан по ошибке', 'Дата отзыва']) expect(text).toContain(words);
  expect(text).not.toContain('действителен');
});

it.each(['ABCD-EFGH-JKLM', '<script>alert(1)</script>', '%', '"><b>'])('says that nobody has the number %s', async (number) => {
  const { status, text } = await open(number);
  expect([status, text.includes('<h1>Сертификата с таким номером нет</h1>')]).toEqual([200, true]);
  expect(text).not.toMatch(/<script|<b>/);
});

it('shows what people wrote as it is, and lets a browser run, load and frame nothing', async () => {
  const name = '<style>*{display:none}</style><img src=x onerror=alert(1)>"\'&amp;';
  const learner = await knowPerson(asUser(), { name });
  const { certificate } = await buildCertificate({ learner, title: '</title><script>alert(1)</script>' });
  const { text, headers } = await open(certificate.number);
  expect(text).toContain('&lt;style&gt;*{display:none}&lt;/style&gt;&lt;img src=x onerror=alert(1)&gt;&quot;');
  expect(text).toContain('&lt;/title&gt;&lt;script&gt;');
  expect(text.match(/<(?:script|style|img)/g)).toEqual(['<style']);
  const [, style = ''] = /<style>([^<]*)<\/style>/.exec(text) ?? [];
  const hash = createHash('sha256').update(style).digest('base64');
  expect(headers).toMatchObject({
    'content-security-policy': `default-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'; style-src 'sha256-${hash}'`,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  });
  for (const secret of [learner.id, `${learner.id}@example.org`]) expect(text).not.toContain(secret);
});
