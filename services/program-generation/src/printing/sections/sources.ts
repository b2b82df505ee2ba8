import type { ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import type { DocumentLabels } from '../labels/document-labels.ts';
import { type Draft, structural } from '../tree/drafts.ts';
import type { PrintedProgram } from '../tree/printed-program.ts';

export function sourcesSection({ document, labels, sources }: PrintedProgram): Draft[] {
  if (document.sources.length === 0) return [];
  const byId = new Map(document.sources.map((source) => [source.id, source]));
  const items = [...sources].flatMap(([id, number]) => {
    const source = byId.get(id);
    return source ? [{ marker: `${number}.`, text: sourceRecord(source, labels) }] : [];
  });
  return [structural(labels.sources), { type: 'marked-list', together: false, items }];
}

/**
 * A bibliographic record by ГОСТ Р 7.0.100-2018: areas are separated by a full stop and a dash; one to three authors stand
 * before the title, four are named after it, of more the first three are.
 */
export function sourceRecord(source: ProgramSource, { record }: DocumentLabels): string {
  const people = source.authors.map(readAuthor);
  const [first] = people;
  const head = first && people.length <= 3 ? `${first.inverted.replace(/\.?$/, '.')} ` : '';
  const named = people.length > 4 ? people.slice(0, 3) : people;
  const responsible = named.map(({ direct }) => direct).join(', ') + (people.length > 4 ? ` ${record.andOthers}` : '');
  const title = source.type === 'web' && !source.publication ? `${source.title} : ${record.site}` : source.title;
  const statement = `${head}${title}${responsible ? ` / ${responsible}` : ''}`;
  const year = source.year === null ? '' : `${source.year}`;
  const visited = source.url
    ? [`URL: ${source.url}${source.accessed ? ` ${record.visited(printDay(source.accessed))}` : ''}`]
    : [];
  const kind = source.url ? record.electronic : record.printed;
  if (source.type === 'article' || (source.type === 'web' && source.publication)) {
    const host = source.type === 'web' ? `${source.publication} : ${record.site}` : source.publication;
    return areas([statement, host ? `${kind} // ${host}` : kind, year, source.extent, ...visited]);
  }
  const imprint = [source.publication, year].filter((part) => part !== '').join(', ');
  return areas([statement, imprint, source.extent, ...visited, kind]);
}

/** Ends with one full stop; an area that ends with one is not given a second. No line begins with a dash or a colon. */
function areas(parts: readonly string[]): string {
  const bare = parts.filter((part) => part !== '').map((part) => part.replace(/\.$/, ''));
  return `${bare.join('. — ')}.`.replaceAll(' — ', '\u00a0— ').replaceAll(' : ', '\u00a0: ');
}

function printDay(date: string): string {
  return date.split('-').reverse().join('.');
}

const surnameFirst = /^(.+?),?\s+((?:\p{Lu}\.[\s-]*)+)$/u;
const initialsFirst = /^((?:\p{Lu}\.[\s-]*)+)(.+)$/u;

/** `Иванов, И. И.` and `И. И. Иванов`; a name without initials is printed as it is. */
function readAuthor(name: string): { inverted: string; direct: string } {
  const [, surname = '', initials = ''] = surnameFirst.exec(name) ?? [];
  const [, initialsBefore = '', surnameAfter = ''] = initialsFirst.exec(name) ?? [];
  const family = surname || surnameAfter;
  const given = (initials || initialsBefore).trim().replace(/\.(?=\p{Lu})/gu, '. ');
  return family ? { inverted: `${family}, ${given}`, direct: `${given} ${family}` } : { inverted: name, direct: name };
}
