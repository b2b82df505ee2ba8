import { totalHours } from '@lyceum/contracts/program-generation/program-document';
import { norms } from '../../norms/norms.ts';
import { type Draft, heading, paragraph, paragraphs, sentence } from '../tree/drafts.ts';
import type { PrintedProgram } from '../tree/printed-program.ts';
import { programHours } from './hour-table.ts';
import { volume } from './title-page-content.ts';

export function generalSection({ document, labels, titles }: PrintedProgram): Draft[] {
  const { language, titleBlock } = document;
  const hours = totalHours(programHours(document));
  const clockHours = new Intl.NumberFormat(language).format((hours * norms.academicHourMinutes) / 60);
  return [
    heading(1, titles.general),
    heading(2, titles.aim),
    ...paragraphs([document.aim]),
    heading(2, labels.scope),
    paragraph(sentence(`${labels.audience}: ${document.audience}`)),
    paragraph(sentence(`${labels.level}: ${labels.levels[document.level]}`)),
    paragraph(sentence(`${labels.studyForm}: ${labels.studyForms[titleBlock.studyForm]}`)),
    ...(titleBlock.qualification ? [paragraph(sentence(`${labels.titlePage.qualification}: ${titleBlock.qualification}`))] : []),
    paragraph(
      `${labels.volume}: ${volume({ hours, credits: document.credits }, labels)}. ${labels.clockHours(clockHours, norms.academicHourMinutes)}`,
    ),
  ];
}
