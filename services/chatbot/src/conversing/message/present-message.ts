import type { AnswerFailureCode, AnswerMode, AnswerOutcome, Message } from '@lyceum/contracts/chatbot/message';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { MessageRow } from './message.entity.ts';

const outcomeNotices: Readonly<Partial<Record<AnswerOutcome, Texts>>> = {
  'search-result': {
    en: 'This is a search result: these places of the course fit the question best. No model has answered.',
    ru: 'Это результат поиска: места курса, которые лучше всего подходят к вопросу. Языковая модель не отвечала.',
  },
  'not-found': {
    en: 'I do not find this in the course. Ask in other words, or name the topic of the lesson.',
    ru: 'В курсе я этого не нахожу. Спросите другими словами или назовите тему урока.',
  },
  unconfirmed: {
    en: 'Nothing in this answer could be confirmed by the course. Do not rely on it.',
    ru: 'Этот ответ не удалось подтвердить материалами курса. Не полагайтесь на него.',
  },
  declined: {
    en: 'The language model declined to talk about this. Ask about the lesson in other words.',
    ru: 'Языковая модель отказалась говорить на эту тему. Спросите об уроке другими словами.',
  },
};

const helpNotices: typeof outcomeNotices = {
  'search-result': {
    en: 'This is a search result: these places of the help fit the question best. No model has answered.',
    ru: 'Это результат поиска: места справки, которые лучше всего подходят к вопросу. Языковая модель не отвечала.',
  },
  'not-found': {
    en: 'I do not find this in the help. Ask in other words; about a lesson, ask in its course.',
    ru: 'В справке я этого не нахожу. Спросите другими словами; об уроке спрашивайте в его курсе.',
  },
  unconfirmed: {
    en: 'Nothing in this answer could be confirmed by the help. Do not rely on it.',
    ru: 'Этот ответ не удалось подтвердить справкой. Не полагайтесь на него.',
  },
};

/** Of what only a model can do. */
const withoutModel: Readonly<Partial<Record<AnswerMode, Texts>>> = {
  translate: {
    en: 'This is a search result, not a translation: there is no language model to translate. Here is the passage itself.',
    ru: 'Это результат поиска, а не перевод: языковая модель, которая перевела бы текст, не подключена. Вот сам фрагмент.',
  },
  summarise: {
    en: 'This is a search result, not a summary: there is no language model to write one. Here are the places it would be made of.',
    ru: 'Это результат поиска, а не пересказ: языковая модель, которая написала бы его, не подключена. Вот места, по которым он был бы составлен.',
  },
};

const failureNotices: Readonly<Record<AnswerFailureCode, Texts>> = {
  'models-unavailable': {
    en: 'The language model cannot be reached now. Try again later.',
    ru: 'Языковая модель сейчас недоступна. Попробуйте позже.',
  },
  'budget-exhausted': {
    en: 'The budget for language models is used up for today. Ask again tomorrow, or ask your teacher.',
    ru: 'Дневной бюджет на языковые модели исчерпан. Спросите завтра или обратитесь к преподавателю.',
  },
  stalled: {
    en: 'The language model fell silent, and the answer is not whole. Have it written anew.',
    ru: 'Языковая модель замолчала, и ответ остался неполным. Запросите его заново.',
  },
  repeating: {
    en: 'The language model began to repeat itself and was stopped. Have the answer written anew.',
    ru: 'Языковая модель начала повторяться, и её остановили. Запросите ответ заново.',
  },
  'lesson-closed': { en: 'The lesson is not open to you any more.', ru: 'Урок для вас больше не открыт.' },
  'quiz-open': {
    en: 'The tutor is silent while a quiz of the course is open.',
    ru: 'Пока открыт тест этого курса, репетитор молчит.',
  },
};

const interruptedNotice = {
  en: 'The answer broke off on our side. Have it written anew.',
  ru: 'Ответ прервался на нашей стороне. Запросите его заново.',
};

const withheldNotice = {
  en: 'The answer was made from a lesson that is not open to you now.',
  ru: 'Ответ составлен по уроку, который сейчас для вас закрыт.',
};

interface Reader {
  readonly locale: Locale;
  /** Lessons whose words may be shown to whoever reads; null of a conversation about help, which everybody may read. */
  readonly openLessons: readonly string[] | null;
  /** Whether they take a quiz of the course: of an answer that is being written nothing is shown then. */
  readonly isQuizOpen?: boolean;
  /** Names of teachers by their ids. */
  readonly names?: ReadonlyMap<string, string>;
}

/** A message as its reader may see it now. */
export function presentMessage(row: MessageRow, { locale, openLessons, isQuizOpen = false, names }: Reader): Message {
  const { request, sourceLessonIds, personId, ...shown } = row;
  const isClosed = openLessons !== null && sourceLessonIds.some((id) => !openLessons.includes(id));
  const isSilenced = isQuizOpen && (row.status === 'queued' || row.status === 'writing');
  const withheld = isClosed || isSilenced;
  const reason = isClosed ? withheldNotice : isSilenced ? failureNotices['quiz-open'] : toNotice(row, openLessons === null);
  return {
    ...shown,
    name: row.author === 'teacher' ? (names?.get(personId) ?? null) : null,
    withheld,
    ...(withheld && { text: '', citations: [], searchedFor: [] }),
    notice: [request?.notice, reason?.[locale]].filter(Boolean).join('\n\n') || null,
    createdAt: row.createdAt.toISOString(),
    endedAt: row.endedAt?.toISOString() ?? null,
  };
}

function toNotice({ status, outcome, failure, mode }: MessageRow, isHelp: boolean): Texts | undefined {
  if (failure) return failureNotices[failure];
  if (status === 'interrupted') return interruptedNotice;
  if (!outcome) return undefined;
  const inMode = outcome === 'search-result' ? withoutModel[mode] : undefined;
  return inMode ?? (isHelp ? helpNotices[outcome] : undefined) ?? outcomeNotices[outcome];
}
