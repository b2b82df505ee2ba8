import { type Draft, heading, paragraph, paragraphs } from '../tree/drafts.ts';
import { citations, type PrintedProgram } from '../tree/printed-program.ts';

export function conditionsSection(program: PrintedProgram): Draft[] {
  const { document, labels, titles } = program;
  const { staff, facilities, methods, software } = document.conditions;
  // What no module uses is cited here, so that every source of the list is cited.
  const used = new Set(document.modules.flatMap(({ sources }) => sources));
  const cited = citations(
    program,
    document.sources.map(({ id }) => id).filter((id) => !used.has(id)),
  );
  const parts = [
    { title: labels.staff, drafts: paragraphs(staff) },
    { title: labels.facilities, drafts: paragraphs(facilities) },
    { title: labels.methods, drafts: [...paragraphs(methods), ...(cited ? [paragraph(labels.programSources(cited))] : [])] },
    { title: labels.software, drafts: paragraphs(software) },
  ].filter(({ drafts }) => drafts.length > 0);
  return parts.length === 0
    ? []
    : [heading(1, titles.conditions), ...parts.flatMap(({ title, drafts }) => [heading(2, title), ...drafts])];
}
