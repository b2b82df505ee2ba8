import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { z } from 'zod';
import { type BlockName, parseBlockName } from '../../parts/block-schemas.ts';
import { listBlocks } from '../../parts/document-blocks.ts';
import { defineStep, numbered } from '../steps/model-step.ts';
import { notGiven, requestWords } from '../steps/request-words.ts';
import type { BlockForm } from './block-form.ts';
import { competencesForm, outcomesForm, sourcesForm } from './list-forms.ts';
import { questionForm } from './question-form.ts';
import { aimForm, conditionsForm, finalAssessmentForm, moduleForm, titleForm, topicForm } from './text-forms.ts';

interface Rewriting {
  readonly document: ProgramDocument;
  readonly block: string;
  readonly instruction: string;
  /** What the author asked for when the programme was ordered. */
  readonly wishes: string;
  readonly today: Date;
}

/** Blocks to each side that the model sees, and how much of each, in characters. */
const neighbourLimits = { blocks: 2, characters: 500 } as const;

/** Undefined for what no model can word: schedules are computed, standards are registered. */
export function blockStep({ document, block, instruction, wishes, today }: Rewriting) {
  const name = parseBlockName(block);
  const form = name && blockForm(document, name, today.getUTCFullYear());
  if (!form) return undefined;
  const { language, titleBlock, aim, modules } = document;
  const blocks = listBlocks(document);
  const index = blocks.findIndex((listed) => listed.block === block);
  const beside = blocks.filter((_, other) => other !== index && Math.abs(other - index) <= neighbourLimits.blocks);
  const neighbours = beside.map((listed) => {
    return `${listed.title(language)}: ${collectTexts(listed.value).join('; ').slice(0, neighbourLimits.characters)}`;
  });
  return defineStep({
    prompt: 'block',
    language,
    variables: {
      ...requestWords({ ...document, ...titleBlock, wishes }),
      aim,
      modules: numbered(modules.map(({ title, topics }) => `${title}: ${topics.map((topic) => topic.title).join('; ')}`)),
      block: blocks[index]?.title(language) ?? block,
      neighbours: neighbours.join('\n'),
      current: JSON.stringify(form.current, null, 1),
      instruction: instruction || notGiven[language],
    },
    answer: form.answer,
    result: z.unknown(),
    maxOutputTokens: 4000,
    read: (answer) => form.read(answer),
  });
}

function blockForm(document: ProgramDocument, name: BlockName, thisYear: number): BlockForm | undefined {
  switch (name.kind) {
    case 'aim':
      return aimForm(document);
    case 'title':
      return titleForm(document);
    case 'competences':
      return competencesForm(document);
    case 'outcomes':
      return outcomesForm(document);
    case 'module': {
      const module = document.modules.find(({ id }) => id === name.id);
      return module && moduleForm(document, module);
    }
    case 'topic': {
      const topic = document.modules.flatMap(({ topics }) => topics).find(({ id }) => id === name.id);
      return topic && topicForm(document, topic);
    }
    case 'question': {
      const question = document.questions.find(({ id }) => id === name.id);
      return question && questionForm(document, question);
    }
    case 'final-assessment':
      return finalAssessmentForm(document);
    case 'conditions':
      return conditionsForm(document);
    case 'sources':
      return sourcesForm(document, thisYear);
    case 'standards':
    case 'calendar':
      return undefined;
  }
}

/** What can be read in a value, in order; ids and codes are no sentences. */
function collectTexts(value: unknown): string[] {
  if (typeof value === 'string') return value.includes(' ') ? [value] : [];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(collectTexts) : [];
}
