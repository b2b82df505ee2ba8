import type { AnswerFailureCode, AnswerOutcome, Message } from '@lyceum/contracts/chatbot/message';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { Texts } from '@lyceum/contracts/shared/texts';
import type { MessageRow } from './message.entity.ts';

const outcomeNotices: Readonly<Partial<Record<AnswerOutcome, Texts>>> = {
  'search-result': {
    en: 'This is a search result: these places of the course fit the question best. No model has answered.',
    ru: 'Это результат поиска: места курса, которые лучше всего подходят к вопросу. Языковая модель не отвечала.',
  },
  'not-found': { en: 'I do not find this in the course.', ru: 'В курсе я этого не нахожу.' },
  unconfirmed: {
    en: 'Nothing in this answer could be confirmed by the course. Do not rely on it.',
    ru: 'Этот ответ не удалось подтвердить материалами курса. Не полагайтесь на него.',
  },
  declined: {
    en: 'The language model declined to talk about this.',
    ru: 'Языковая модель отказалась говорить на эту тему.',
  },
};

const failureNotices: Readonly<Record<AnswerFailureCode, Texts>> = {
  'models-unavailable': {
    en: 'The language model cannot be reached now. Try again later.',
    ru: 'Языковая модель сейчас недоступна. Попробуйте позже.',
  },
  'budget-exhausted': {
    en: 'The budget for language models is used up for today.',
    ru: 'Дневной бюджет на языковые модели исчерпан.',
  },
  stalled: { en: 'The language model fell silent.', ru: 'Языковая модель замолчала.' },
  repeating: {
    en: 'The language model began to repeat itself and was stopped.',
    ru: 'Языковая модель начала повторяться, и её остановили.',
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
  const reason = isClosed ? withheldNotice : isSilenced ? failureNotices['quiz-open'] : toNotice(row);
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

function toNotice({ status, outcome, failure }: MessageRow): Texts | undefined {
  if (failure) return failureNotices[failure];
  if (status === 'interrupted') return interruptedNotice;
  return outcome ? outcomeNotices[outcome] : undefined;
}
