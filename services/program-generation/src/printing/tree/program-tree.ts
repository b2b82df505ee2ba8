import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { documentLabels } from '../labels/all-labels.ts';
import { type SectionName, sectionOrder, sectionTitles } from '../labels/section-titles.ts';
import { assessmentSection } from '../sections/assessment.ts';
import { calendarSection } from '../sections/calendar.ts';
import { conditionsSection } from '../sections/conditions.ts';
import { generalSection } from '../sections/general.ts';
import { keysSection, materialsSection } from '../sections/materials.ts';
import { modulesSection } from '../sections/modules.ts';
import { outcomesSection } from '../sections/outcomes.ts';
import { planSection } from '../sections/plan.ts';
import { sourcesSection } from '../sections/sources.ts';
import { buildTitlePage } from '../sections/title-page-content.ts';
import type { DocumentTree } from './document-tree.ts';
import { type Draft, paragraphs, structural } from './drafts.ts';
import { printDrafts } from './print-drafts.ts';
import { numberParts, type PrintedProgram } from './printed-program.ts';

export interface PrintRequest {
  readonly document: ProgramDocument;
  /** Null: the title page names the organisation of the document alone. */
  readonly letterhead: Letterhead | null;
  /** Of the version that is printed; in the properties of the file and, without a date of approval, on the title page (UTC). */
  readonly date: Date;
}

const sections: Readonly<Record<SectionName, (program: PrintedProgram) => Draft[]>> = {
  general: generalSection,
  outcomes: outcomesSection,
  plan: planSection,
  calendar: calendarSection,
  modules: modulesSection,
  conditions: conditionsSection,
  assessment: assessmentSection,
  materials: materialsSection,
  keys: keysSection,
};

/** What is printed of a programme, in the order its kind asks for. A section with nothing in it is left out. */
export function programTree({ document, letterhead, date }: PrintRequest): DocumentTree {
  const { language } = document;
  const labels = documentLabels[language];
  const program: PrintedProgram = { document, labels, titles: sectionTitles(document), ...numberParts(document) };
  const about = paragraphs([document.notice]);
  return {
    language,
    name: document.title,
    titlePage: buildTitlePage({ document, letterhead, labels, date }),
    contentsTitle: labels.contents,
    elements: printDrafts(
      [
        ...sectionOrder(document.kind).flatMap((name) => sections[name](program)),
        ...sourcesSection(program),
        ...(about.length > 0 ? [structural(labels.about), ...about] : []),
      ],
      labels,
    ),
  };
}
