import type { Message } from '@lyceum/contracts/chatbot/message';
import type { Locale } from '@lyceum/contracts/shared/fields';

const words = {
  en: { learner: 'You', tutor: 'Tutor', teacher: 'Teacher', sources: 'Sources', second: (at: number) => `second ${at}` },
  ru: {
    learner: 'Вы',
    tutor: 'Репетитор',
    teacher: 'Преподаватель',
    sources: 'Источники',
    second: (at: number) => `секунда ${at}`,
  },
} as const;

/** A conversation as a Markdown text, in the language of its reader. */
export function printConversation(title: string, messages: readonly Message[], locale: Locale): string {
  const parts = messages.map((message) => printMessage(message, locale));
  return `${[`# ${toMarkdown(title)}`, ...parts].join('\n\n')}\n`;
}

function printMessage({ author, name, createdAt, text, notice, citations }: Message, locale: Locale): string {
  const texts = words[locale];
  const who = name === null ? texts[author] : `${texts[author]}, ${toMarkdown(name)}`;
  const sources = citations.map(({ number, quote, place: { headingPath, second } }) => {
    const place = [toMarkdown(headingPath.join(' › ')), ...(second === null ? [] : [texts.second(second)])].join(', ');
    return `- [${number}] «${toMarkdown(quote.replace(/\s+/g, ' '))}» (${place})`;
  });
  return [
    `**${who}**, ${createdAt}`,
    ...(text ? [author === 'tutor' ? text : toMarkdown(text)] : []),
    ...(notice ? [`*${notice}*`] : []),
    ...(sources.length > 0 ? [`${texts.sources}:\n\n${sources.join('\n')}`] : []),
  ].join('\n\n');
}

/** What people wrote is shown as its source: no mark of theirs makes a picture, a link, a tag or another message. */
const toMarkdown = (plain: string) => plain.replace(/[\\`*_[\]<>#|~$!&]/g, '\\$&');
