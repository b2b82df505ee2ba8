import { processingFailures } from '@lyceum/contracts/streaming/processing';
import { failureMessages } from './present-processing.ts';
import { videoFailedMail } from './video-failed.mail.ts';

const accountId = '01900000-0000-7000-8000-000000000000';
const videoId = '01900000-0000-7000-8000-000000000001';
const failed = (isPlayable: boolean, code: (typeof processingFailures)[number] = 'damaged') =>
  videoFailedMail({ accountId, data: { videoId, title: 'Newton', code, isPlayable } }).letters;

it.each([
  ['en', 'The video “Newton” could not be processed', 'cannot be put into lessons', 'Learners go on watching'],
  ['ru', 'Видео «Newton» не удалось обработать', 'нельзя добавить в урок', 'Ученики по-прежнему могут смотреть'],
] as const)(
  'says which video failed and what learners see meanwhile, all in the language %s',
  (locale, subject, gone, goesOn) => {
    const letter = failed(false)[locale];
    expect(letter).toMatchObject({ subject, action: { path: `/videos/${videoId}` } });
    expect(letter.paragraphs.join()).toContain(gone);
    expect(failed(true)[locale].paragraphs.join()).toContain(goesOn);
  },
);

it('tells in both languages the reason and what to do, of each failure', () => {
  for (const code of processingFailures) {
    const { en, ru } = failed(false, code);
    expect(en.paragraphs).toContain(failureMessages[code].en);
    expect(ru.paragraphs).toContain(failureMessages[code].ru);
  }
});
