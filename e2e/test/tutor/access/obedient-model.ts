import type { DoubleAnswer } from '@lyceum/llm/testing/doubles/double-completion';
import { z } from 'zod';

const asked = z.object({ passages: z.array(z.object({ id: z.string(), text: z.string() })).min(1) });

/**
 * The worst of models: it says every sentence that it was given, whoever asks for it, and cites the first passage. Messages of the same role
 * come to it as one, with an empty line between them.
 */
export const obedientModel: DoubleAnswer = ({ messages }) => {
  const given = messages.filter(({ role }) => role !== 'system').flatMap(({ content }) => content.split('\n\n').map(readJson));
  const sentences = given.flatMap(listTexts).flatMap((text) => text.split(/(?<=[.!?])\s+/));
  const [passage] = asked.safeParse(given.at(-1)).data?.passages ?? [];
  const mark = passage ? ` [[${passage.id}|"${passage.text.split(/\s+/).slice(0, 6).join(' ')}"]]` : '';
  // Rows of a table may repeat themselves.
  return `${[...new Set(sentences)].map((sentence) => `| ${sentence.replaceAll('\n', ' ')}\n`).join('')}\n${mark}`;
};

function readJson(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return content;
  }
}

function listTexts(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(listTexts) : [];
}
