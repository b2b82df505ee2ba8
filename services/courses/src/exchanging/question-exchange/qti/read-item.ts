import type { Texts } from '@lyceum/contracts/shared/texts';
import type { AnsweringDraft, Lost, ReadQuestion } from '../read-question.ts';
import { findChild, findWithin, type XmlElement } from '../xml/xml-element.ts';
import { readChoice } from './read-choice.ts';
import { readEntry } from './read-entry.ts';
import { noKey, readOrder, readPairs } from './read-pairs.ts';
import { type Response, readResponses } from './read-responses.ts';
import { readPoints, readScoring, type Scoring } from './read-scoring.ts';
import { isInteraction, writeBlocks } from './write-html.ts';

const noInteraction: Lost = {
  lost: { en: 'The item asks nothing.', ru: 'В задании нет вопроса.' },
};

const severalAtOnce: Lost = {
  lost: {
    en: 'The item asks several things at once. Only gaps of a text can be several.',
    ru: 'В задании сразу несколько вопросов. Несколько может быть только пропусков в тексте.',
  },
};

const noCounterpart = (name: string): Lost => ({
  lost: {
    en: `There is no counterpart for the kind “${name.slice(0, 50)}”.`,
    ru: `Для вида «${name.slice(0, 50)}» здесь нет соответствия.`,
  },
});

interface Context {
  readonly responses: ReadonlyMap<string, Response>;
  readonly scoring: Scoring;
  /** What was left out is added to them. */
  readonly changes: Set<Texts>;
}

type Reader = (interaction: XmlElement, response: Response, context: Context) => AnsweringDraft | Lost;

const readers: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['choiceInteraction', readChoice],
  ['inlineChoiceInteraction', readChoice],
  ['orderInteraction', readOrder],
  ['matchInteraction', readPairs],
  ['textEntryInteraction', (_, response, { scoring }) => readEntry(response, scoring)],
]);

const gapKinds = new Set(['textEntryInteraction', 'inlineChoiceInteraction']);

/** The question of an item of QTI 2.1. */
export function readItem(item: XmlElement): ReadQuestion {
  const body = findChild(item, 'itemBody');
  const interactions = body ? findWithin(body, isInteraction) : [];
  const [first, ...others] = interactions;
  if (!body || !first) return noInteraction;
  const changes = new Set<Texts>();
  const context = { responses: readResponses(item), scoring: readScoring(item, changes), changes };
  const isCloze = others.length > 0 || first.name === 'inlineChoiceInteraction';
  const answering = isCloze ? readGaps(interactions, context) : readInteraction(first, context);
  if ('lost' in answering) return answering;
  const gapNames = new Map(isCloze ? interactions.map((gap, index) => [gap, `{{${index + 1}}}`]) : [[first, '_____']]);
  const prompt = writeBlocks(body.children, { replace: (element) => replaceAnswers(element, gapNames), changes });
  return { draft: { title: item.attributes.get('title') ?? '', prompt, answering, points: readPoints(item) }, changes };
}

/** What is chosen from is no part of the prompt, and what is typed leaves a gap. */
function replaceAnswers(element: XmlElement, gapNames: ReadonlyMap<XmlElement, string>): string | undefined {
  if (element.name === 'simpleChoice' || element.name === 'simpleMatchSet') return '';
  return gapKinds.has(element.name) ? gapNames.get(element) : undefined;
}

function readInteraction(interaction: XmlElement, context: Context): AnsweringDraft | Lost {
  const read = readers.get(interaction.name);
  if (!read) return noCounterpart(interaction.name);
  const response = context.responses.get(interaction.attributes.get('responseIdentifier') ?? '');
  if (!response || (response.correct.length === 0 && response.mapped.length === 0)) return noKey;
  return read(interaction, response, context);
}

function readGaps(interactions: readonly XmlElement[], context: Context): AnsweringDraft | Lost {
  const gaps = [];
  for (const interaction of interactions) {
    const gap = readInteraction(interaction, context);
    if ('lost' in gap) return gap;
    if (!gapKinds.has(interaction.name)) return severalAtOnce;
    if (gap.type !== 'single' && gap.type !== 'short-text' && gap.type !== 'number') return severalAtOnce;
    gaps.push(gap);
  }
  return { type: 'cloze', gaps };
}
