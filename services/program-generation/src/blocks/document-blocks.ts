import type { Locale } from '@lyceum/contracts/fields';
import type { ProgramDocument, ProgramModule } from '@lyceum/contracts/program-document';
import { type BlockValue, blockSchemas, parseBlockName, type Section } from './block-schemas.ts';
import { partTitles, sectionTitles } from './block-titles.ts';

export interface FoundBlock {
  /**
   * RFC 6901, of the object the members of `value` belong to. Those of `title` and `final-assessment` are members of the
   * document itself, so their pointer is empty.
   */
  readonly pointer: string;
  readonly value: BlockValue;
}

export interface ListedBlock extends FoundBlock {
  readonly block: string;
  /** What people call it; numbers are those of the printed document. */
  title(locale: Locale): string;
}

/** Every block, in the order of the printed document. Together they hold all of it. */
export function listBlocks(document: ProgramDocument): ListedBlock[] {
  const section = (name: Section): ListedBlock => ({
    block: name,
    ...findSection(document, name),
    title: (locale) => sectionTitles[name][locale],
  });
  return [
    ...(['title', 'aim', 'standards', 'competences', 'outcomes'] as const).map(section),
    ...document.modules.flatMap(listModule),
    ...(['final-assessment', 'calendar', 'conditions'] as const).map(section),
    ...document.questions.map((value, index) => ({
      block: `question:${value.id}`,
      pointer: `/questions/${index}`,
      value,
      title: (locale: Locale) => partTitles.question[locale](`${index + 1}`),
    })),
    section('sources'),
  ];
}

function listModule(module: ProgramModule, index: number): ListedBlock[] {
  const pointer = `/modules/${index}`;
  return [
    {
      block: `module:${module.id}`,
      pointer,
      value: withoutTopics(module),
      title: (locale) => partTitles.module[locale](`${index + 1}`, module.title),
    },
    ...module.topics.map((value, position) => ({
      block: `topic:${value.id}`,
      pointer: `${pointer}/topics/${position}`,
      value,
      title: (locale: Locale) => partTitles.topic[locale](`${index + 1}.${position + 1}`, value.title),
    })),
  ];
}

/** Undefined when the document has no such block. */
export function findBlock(document: ProgramDocument, block: string): FoundBlock | undefined {
  const name = parseBlockName(block);
  if (!name) return undefined;
  return 'id' in name ? listBlocks(document).find((listed) => listed.block === block) : findSection(document, name.kind);
}

function findSection(document: ProgramDocument, section: Section): FoundBlock {
  switch (section) {
    case 'title': {
      const { language, title, kind, audience, level, hours, credits, titleBlock, notice } = document;
      return { pointer: '', value: { language, title, kind, audience, level, hours, credits, titleBlock, notice } };
    }
    case 'final-assessment': {
      const { finalAssessment, passingPercent } = document;
      return { pointer: '', value: { finalAssessment, passingPercent } };
    }
    default:
      return { pointer: `/${section}`, value: document[section] };
  }
}

function withoutTopics({ topics: _, ...own }: ProgramModule): Omit<ProgramModule, 'topics'> {
  return own;
}

/**
 * The one block that what the pointer leads to is in. Undefined for what is in none or in several: the whole document, the
 * lists of modules, of topics and of questions, and what does not exist. A change of those still changes blocks, so whether a
 * locked block stays as it is shows by comparing its value before and after, not by the paths of the change.
 */
export function blockOfPointer(document: ProgramDocument, pointer: string): string | undefined {
  const [, first = '', second = '', third, fourth] = pointer.split('/');
  switch (first) {
    case 'modules': {
      const module = document.modules[indexOf(second)];
      if (!module) return undefined;
      if (third !== 'topics') return `module:${module.id}`;
      const topic = module.topics[indexOf(fourth)];
      return topic && `topic:${topic.id}`;
    }
    case 'questions': {
      const question = document.questions[indexOf(second)];
      return question && `question:${question.id}`;
    }
    case 'finalAssessment':
    case 'passingPercent':
      return 'final-assessment';
    default:
      if (Object.hasOwn(blockSchemas.title.shape, first)) return 'title';
      return Object.hasOwn(document, first) ? first : undefined;
  }
}

/** RFC 6901, section 4: no leading zeros. */
function indexOf(segment = ''): number {
  return /^(0|[1-9]\d*)$/.test(segment) ? Number(segment) : -1;
}

/**
 * The document with another value in the block. A part keeps its id, because others refer to it. Throws a `ZodError` when the
 * value does not fit `blockSchemas`, and a `RangeError` when the document has no such block.
 */
export function replaceBlock(document: ProgramDocument, block: string, value: unknown): ProgramDocument {
  const name = parseBlockName(block);
  if (!name || !findBlock(document, block)) throw new RangeError(`there is no block ${block}`);
  switch (name.kind) {
    case 'title':
    case 'final-assessment':
      return { ...document, ...blockSchemas[name.kind].parse(value) };
    case 'module': {
      const own = { ...blockSchemas.module.parse(value), id: name.id };
      return { ...document, modules: document.modules.map((module) => (module.id === name.id ? { ...module, ...own } : module)) };
    }
    case 'topic': {
      const topic = { ...blockSchemas.topic.parse(value), id: name.id };
      return {
        ...document,
        modules: document.modules.map((module) => ({
          ...module,
          topics: module.topics.map((other) => (other.id === name.id ? topic : other)),
        })),
      };
    }
    case 'question': {
      const question = { ...blockSchemas.question.parse(value), id: name.id };
      return { ...document, questions: document.questions.map((other) => (other.id === name.id ? question : other)) };
    }
    default:
      return { ...document, [name.kind]: blockSchemas[name.kind].parse(value) };
  }
}
