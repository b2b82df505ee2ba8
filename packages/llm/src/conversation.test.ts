import { toConversation } from './conversation.ts';

it('puts all instructions into one system message and joins turns of one side', () => {
  const conversation = toConversation([
    { role: 'user', content: 'Источник' },
    { role: 'system', content: 'Ты методист.' },
    { role: 'user', content: 'Вопрос' },
    { role: 'assistant', content: 'Ответ' },
    { role: 'system', content: 'Пиши кратко.' },
    { role: 'user', content: 'Ещё' },
  ]);
  expect(conversation).toEqual({
    system: 'Ты методист.\n\nПиши кратко.',
    turns: [
      { role: 'user', content: 'Источник\n\nВопрос' },
      { role: 'assistant', content: 'Ответ' },
      { role: 'user', content: 'Ещё' },
    ],
  });
});
