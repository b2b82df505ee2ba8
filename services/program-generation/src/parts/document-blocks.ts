import type { ProgramDocument, ProgramModule } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';
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
      return { ...document, modules: changeFirst(document.modules, name.id, (module) => ({ ...module, ...own })) };
    }
    case 'topic': {
      const topic = { ...blockSchemas.topic.parse(value), id: name.id };
      const host = document.modules.findIndex(({ topics }) => topics.some(({ id }) => id === name.id));
      const modules = document.modules.map((module, index) =>
        index === host ? { ...module, topics: changeFirst(module.topics, name.id, () => topic) } : module,
      );
      return { ...document, modules };
    }
    case 'question': {
      const question = { ...blockSchemas.question.parse(value), id: name.id };
      return { ...document, questions: changeFirst(document.questions, name.id, () => question) };
    }
    default:
      return { ...document, [name.kind]: blockSchemas[name.kind].parse(value) };
  }
}

/** An id that two parts have, which is a broken rule, names the first of them. */
function changeFirst<Part extends { readonly id: string }>(
  parts: readonly Part[],
  id: string,
  change: (part: Part) => Part,
): Part[] {
  const first = parts.findIndex((part) => part.id === id);
  return parts.map((part, index) => (index === first ? change(part) : part));
}
