import type { Letterhead } from '@lyceum/contracts/program-generation/letterhead';
import type { ProgramDocument, ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { norms } from '../norms/norms.ts';
import { toComparisonKey } from '../text/comparison-key.ts';
import type { PartIds } from './part-ids.ts';

/** The parts of a document that follow from the request and the norms: nobody words them anew. */

/** What the title page starts with; empty lines without it. */
export type TitleHead = Pick<Letterhead, 'organisation' | 'place' | 'approver'>;

export function createTitleBlock(request: ProgramRequest, letterhead: TitleHead | undefined): ProgramDocument['titleBlock'] {
  const { organisation = '', place = '', approver = { position: '', name: '' } } = letterhead ?? {};
  return {
    organisation,
    place,
    approval: { position: approver.position, name: approver.name, date: null, number: '' },
    qualification: request.qualification,
    studyForm: request.studyForm,
  };
}

/** One of each number. */
export function createStandards({ standards }: ProgramRequest, ids: PartIds): ProgramDocument['standards'] {
  return [...new Map(standards.toReversed().map((standard) => [standard.code, standard])).values()]
    .toReversed()
    .map((standard) => ({ id: ids.part('standard'), ...standard }));
}

/** The competences with the codes and the origin that a programme of this kind has. */
export function createCompetences(
  texts: readonly string[],
  { kind, language }: Pick<ProgramRequest, 'kind' | 'language'>,
  ids: PartIds,
): ProgramDocument['competences'] {
  const prefix = norms.codePrefixes.competence[language];
  return uniqueTexts(texts).map((text, index) => ({
    id: ids.part('competence'),
    code: `${prefix}-${index + 1}`,
    text,
    origin: norms.kinds[kind].competences ?? 'new',
  }));
}

/** The acts a programme of this kind is made by, and the professional standards the request names. */
export function lawSources(
  { kind, standards }: { kind: ProgramRequest['kind']; standards: readonly { code: string; title: string }[] },
  ids: PartIds,
  nameStandard: (code: string, title: string) => string,
): ProgramSource[] {
  const acts = norms.kinds[kind].acts.flatMap((name) => norms.acts[name] ?? []);
  const registered = standards.map(({ code, title }) => ({
    title: nameStandard(code, title),
    publication: '',
    year: null,
    extent: '',
  }));
  return [...acts, ...registered].map((record) => ({
    id: ids.part('source'),
    type: 'law',
    authors: [],
    ...record,
    url: null,
    accessed: null,
    origin: 'person',
  }));
}

/** Each once, as it was written first. */
export function uniqueTexts(texts: readonly string[]): string[] {
  return texts.filter((text, index) => texts.findIndex((other) => toComparisonKey(other) === toComparisonKey(text)) === index);
}
