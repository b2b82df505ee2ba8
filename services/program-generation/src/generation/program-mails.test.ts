import { programFailedMail } from './program-failed.mail.ts';
import { programReadyMail } from './program-ready.mail.ts';

const accountId = '01900000-0000-7000-8000-000000000000';
const programId = '01900000-0000-7000-8000-000000000001';
const failed = (title: string) => programFailedMail({ accountId, data: { programId, title } }).letters;
const ready = (models: string[]) =>
  programReadyMail({ accountId, data: { programId, title: 'Data analysis', hours: 144, models } }).letters;

describe('the mail of a programme that is ready', () => {
  it.each([
    ['en', 'The programme “Data analysis” is ready', 'Academic hours: 144.', 'without a language model'],
    ['ru', 'Программа «Data analysis» готова', 'Академических часов: 144.', 'без языковой модели'],
  ] as const)('has title, hours, link and that no model was used in the language %s', (locale, subject, hours, models) => {
    const letter = ready([])[locale];
    expect(letter).toMatchObject({ subject, action: { path: `/programs/${programId}` } });
    expect(letter.paragraphs).toEqual([expect.any(String), hours, expect.stringContaining(models)]);
  });

  it.each([
    ['en', 'It was written by GigaChat/GigaChat-2-Max.', 'without a language model'],
    ['ru', 'Её составила языковая модель (GigaChat/GigaChat-2-Max).', 'без языковой модели'],
  ] as const)('names in the language %s the language models that wrote it', (locale, sentence, absent) => {
    const text = ready(['GigaChat/GigaChat-2-Max'])[locale].paragraphs.join();
    expect(text).toContain(sentence);
    expect(text).not.toContain(absent);
  });
});

describe('the mail of a programme that failed', () => {
  it.each([
    ['en', 'The programme “Data analysis” could not be generated', 'open the programme to see it and the reason'],
    ['ru', 'Программу «Data analysis» не удалось сгенерировать', 'откройте программу, чтобы увидеть их и причину'],
  ] as const)('says what failed and what to do, all in the language %s', (locale, subject, advice) => {
    const letter = failed('Data analysis')[locale];
    expect(letter).toMatchObject({ subject, action: { path: `/programs/${programId}` } });
    expect(letter.paragraphs.join()).toContain(advice);
  });

  it.each([
    ['ru', 'Data analysis', '«Data analysis»'],
    ['ru', '«Война и мир»', '«Война и мир»'],
    ['ru', 'Роман «Война и мир»', '«Роман „Война и мир“»'],
    ['ru', '«Война» и «мир»', '«„Война“ и „мир“»'],
    ['ru', 'О «книге „Мир“»', '«О „книге „Мир“»'],
    ['en', '«Война и мир»', '“«Война и мир»”'],
    ['en', '“War and Peace”', '“War and Peace”'],
    ['en', 'The novel “War and Peace”', '“The novel ‘War and Peace’”'],
    ['en', 'Data\r\nBcc: victim@example.org', '“Data Bcc: victim@example.org”'],
  ] as const)('quotes in %s the title %s as %s', (locale, title, quoted) => {
    const { subject, paragraphs } = failed(title)[locale];
    expect(subject).toContain(` ${quoted} `);
    expect(paragraphs.join()).toContain(` ${quoted} `);
  });
});
