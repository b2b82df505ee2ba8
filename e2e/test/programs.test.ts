import { listCalls } from '@lyceum/contracts/models/model-call';
import { putTask } from '@lyceum/contracts/models/model-task';
import { createProvider } from '@lyceum/contracts/models/provider';
import type { ProgramRequestInput } from '@lyceum/contracts/program-generation/program-request';
import { login } from '@lyceum/contracts/tokens/session';
import { type GigaChatDouble, startGigaChatDouble } from '@lyceum/llm/testing/gigachat-double';
import { type OpenAiDouble, startOpenAiDouble } from '@lyceum/llm/testing/openai-double';
import { strFromU8, unzipSync } from 'fflate';
import type { z } from 'zod';
import { createApi } from '../src/api.ts';
import { openMailbox } from '../src/mailbox.ts';
import { registerAndConfirm, signIn } from '../src/people.ts';
import * as desk from '../src/program-review.ts';
import { type PrivateStack, startPrivateStack } from './private-stack.ts';

const orders: Readonly<Record<desk.Desk['locale'], ProgramRequestInput>> = {
  ru: {
    title: 'Проектирование доступных интерфейсов',
    kind: 'professional-development',
    audience: 'Дизайнеры и разработчики интерфейсов',
    level: 'intermediate',
    hours: 36,
    topics: ['Восприятие и доступность', 'Клавиатура и чтение с экрана', 'Проверка с людьми'],
    language: 'ru',
    standards: [{ code: '06.025', title: 'Специалист по дизайну графических пользовательских интерфейсов' }],
  },
  en: {
    title: 'Accessible interfaces',
    kind: 'general-development',
    audience: 'Everybody who draws screens',
    level: 'beginner',
    hours: 24,
    topics: ['Perception', 'Keyboard and screen reader', 'Tests with people'],
    language: 'en',
  },
};

let stack: PrivateStack;
let openai: OpenAiDouble;
let gigachat: GigaChatDouble;
let reviewer: desk.Desk;

beforeAll(async () => {
  [stack, openai, gigachat] = await Promise.all([
    startPrivateStack(),
    startOpenAiDouble({ apiKey: 'sk-journey' }),
    startGigaChatDouble(),
  ]);
  const api = createApi(stack.gatewayUrl);
  reviewer = { api, token: (await api.call(login, { body: stack.demo })).body.accessToken, locale: 'en' };
}, 120_000);
afterAll(async () => {
  await stack?.stop();
  await openai?.stop();
  await gigachat?.stop();
});

/** Has an administrator choose the provider that writes from now on. */
async function writeWith(body: z.input<typeof createProvider.body>): Promise<string> {
  const { api, token } = reviewer;
  const { body: provider } = await api.call(createProvider, { token, body });
  for (const task of ['program', 'program-block'] as const) {
    await api.call(putTask, { token, params: { task }, body: { providers: [provider.id] } });
  }
  return `${provider.settings.name}/${provider.settings.model}`;
}

describe('a programme from the order to its approval, through the gateway', () => {
  it.each(['ru', 'en'] as const)(
    'is generated, edited, reviewed and exported in %s',
    async (locale) => {
      const model =
        locale === 'ru'
          ? await writeWith({
              settings: { kind: 'gigachat', name: 'GigaChat', baseUrl: gigachat.baseUrl, authUrl: gigachat.authUrl },
              key: gigachat.credentials,
            })
          : await writeWith({
              settings: { kind: 'openai-compatible', name: 'Local', baseUrl: openai.baseUrl, model: 'test-model' },
              key: 'sk-journey',
            });
      const { api } = reviewer;
      const mailbox = await openMailbox(stack.mailUrl ?? '');
      const person = await registerAndConfirm(api, mailbox, locale === 'ru' ? 'Вера Лапина' : 'Vera Hill', locale);
      const author: desk.Desk = { api, token: (await signIn(api, person)).accessToken, locale };

      const generated = await desk.generate(author, orders[locale]);
      expect(generated.generation.models).toEqual([model]);
      const [module] = generated.document?.modules ?? [];
      const topic = `topic:${module?.topics[0]?.id}`;

      const edited = await desk.edit(
        author,
        generated,
        locale === 'ru' ? 'Научить проверять доступность.' : 'To test for access.',
      );
      await desk.lockAndUnlock(author, edited);
      const current = await desk.readProgram(author, edited);
      await desk.reject(author, current, await desk.propose(author, current, 'aim', 'короче'));
      const accepted = await desk.accept(author, current, await desk.propose(author, current, topic, 'больше практики'));
      expect(accepted.document?.modules[0]?.hours).toEqual(module?.hours);
      const restored = await desk.compareAndRestore(author, accepted, ['aim', topic]);
      const approved = await desk.review(author, reviewer, restored);
      expect(approved.approval?.by).not.toBe(approved.ownerId);

      const docx = unzipSync(await desk.exportFile(author, approved, 'docx'));
      expect(strFromU8(docx['word/document.xml'] ?? new Uint8Array())).toContain(locale === 'ru' ? 'УТВЕРЖДАЮ' : 'APPROVED');
      expect(strFromU8(await desk.exportFile(author, approved, 'pdf')).slice(0, 5)).toBe('%PDF-');
      expect(strFromU8(await desk.exportFile(author, approved, 'md'))).toContain(orders[locale].topics[0]);
    },
    180_000,
  );

  it('leaves a record of every call and no key in any table', async () => {
    const { items } = (await reviewer.api.call(listCalls, { token: reviewer.token, query: { limit: 100 } })).body;
    expect(items.length).toBeGreaterThan(5);
    expect(items.every(({ outcome, texts }) => outcome === 'done' && texts === null)).toBe(true);
    const tables = await stack.sql<{ name: string }>(
      "SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')",
    );
    expect(tables.map(({ name }) => name)).toContain('models.model_providers');
    for (const { name } of tables) {
      const rows = await stack.sql<{ row: string }>(`SELECT t::text AS row FROM ${name} t`);
      const dump = rows.map(({ row }) => row).join('\n');
      expect(dump).not.toContain('sk-journey');
      expect(dump).not.toContain(gigachat.credentials);
    }
  });
});
