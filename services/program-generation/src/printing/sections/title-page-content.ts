import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import { norms } from '../../norms/norms.ts';
import { quoteTitle } from '../../text/quote-title.ts';
import type { DocumentLabels } from '../labels/document-labels.ts';
import type { TitlePage } from '../tree/document-tree.ts';
import { readLogo } from './read-logo.ts';

interface TitlePageParts {
  readonly document: ProgramDocument;
  readonly letterhead: Letterhead | null;
  readonly labels: DocumentLabels;
  /** Its year (UTC) is printed where the document gives no date of approval. */
  readonly date: Date;
}

export function buildTitlePage({ document, letterhead, labels, date }: TitlePageParts): TitlePage {
  const { titleBlock, language, kind } = document;
  const { approval } = titleBlock;
  const approved = approval.date ? new Date(approval.date) : null;
  const year = (approved ?? date).getUTCFullYear();
  const place = titleBlock.place || letterhead?.place;
  const signature = '________________';
  return {
    logo: readLogo(letterhead?.logo ?? null),
    organisation: titleBlock.organisation || letterhead?.organisation || '',
    organisationHint: labels.titlePage.organisation,
    details: letterhead ? [letterhead.address, letterhead.contacts, letterhead.registration].filter((line) => line !== '') : [],
    approval: [
      labels.titlePage.approved,
      ...(approval.position ? [approval.position] : ['______________________________', labels.titlePage.position]),
      ...(approval.name ? [`${signature} ${approval.name}`] : ['______________________________', labels.titlePage.signature]),
      approved ? labels.titlePage.date(approved) : labels.titlePage.blankDate(year),
      ...(approval.number ? [labels.titlePage.number(approval.number)] : []),
    ],
    kind: norms.kinds[kind].name[language],
    title: quoteTitle(document.title, language),
    facts: [
      ...(titleBlock.qualification ? [`${labels.titlePage.qualification}: ${titleBlock.qualification}`] : []),
      `${labels.audience}: ${document.audience}`,
      `${labels.level}: ${labels.levels[document.level]}`,
      `${labels.studyForm}: ${labels.studyForms[titleBlock.studyForm]}`,
      `${labels.volume}: ${volume(document, labels)}`,
      `${labels.language}: ${labels.languages[language]}`,
    ],
    foot: place ? `${place}, ${year}` : `__________________ ${year}`,
  };
}

/** Hours, and the credits where the programme states them. */
export function volume({ hours, credits }: Pick<ProgramDocument, 'hours' | 'credits'>, labels: DocumentLabels): string {
  return `${labels.hours(hours)}${credits === null ? '' : ` (${labels.credits(credits)})`}`;
}
