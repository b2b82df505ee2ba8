import type { ProgramDocument, ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import type { Localized } from '../norms/norms-shape.ts';
import { newPartIds } from '../parts/part-ids.ts';
import { lawSources } from '../parts/requested-parts.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

/** P11: there are sources, a person vouches for them, and none is from the future. */
export function* checkSources(document: ProgramDocument, { norms, today }: RuleContext): Generator<Issue> {
  const { kind, sources, modules } = document;
  if (sources.length === 0 && norms.kinds[kind].required.includes('sources')) {
    yield finding('error', '/sources', { ru: 'Нет ни одного источника.', en: 'There is no source.' }, () => actsFix(document));
  }
  const used = new Set(modules.flatMap((module) => module.sources));
  for (const [index, source] of sources.entries()) {
    const pointer = `/sources/${index}`;
    yield* checkSource(source, pointer, today);
    if (source.type !== 'law' && !used.has(source.id)) {
      yield finding('warning', pointer, {
        ru: `Источник ${index + 1} не указан ни в одном модуле.`,
        en: `No module names source ${index + 1}.`,
      });
    }
  }
}

function* checkSource({ type, year, url, accessed, origin }: ProgramSource, pointer: string, today: Date): Generator<Issue> {
  if (year !== null && year > today.getUTCFullYear()) {
    yield finding('error', `${pointer}/year`, { ru: `Год ${year} ещё не наступил.`, en: `The year ${year} has not come yet.` });
  }
  if (accessed !== null && accessed > today.toISOString().slice(0, 10)) {
    yield finding('error', `${pointer}/accessed`, {
      ru: 'Дата обращения ещё не наступила.',
      en: 'The day of the visit has not come yet.',
    });
  }
  if (type === 'web' && url === null) {
    yield finding('error', `${pointer}/url`, { ru: 'У сайта не указан адрес.', en: 'The site has no address.' });
  }
  if (url !== null && accessed === null) {
    yield finding('warning', `${pointer}/accessed`, {
      ru: 'Не указана дата обращения.',
      en: 'The day of the visit is not given.',
    });
  }
  if (type !== 'web' && type !== 'law' && year === null) {
    yield finding('warning', `${pointer}/year`, { ru: 'Не указан год издания.', en: 'The year of publication is not given.' });
  }
  if (origin === 'model') {
    yield finding(
      'warning',
      pointer,
      {
        ru: 'Источник предложен языковой моделью: убедитесь, что он существует.',
        en: 'A language model proposed the source: make sure that it exists.',
      },
      () => ({
        title: { ru: 'Источник проверен', en: 'I have looked it up' },
        operations: [{ op: 'replace', path: `${pointer}/origin`, value: 'person' }],
      }),
    );
  }
}

function actsFix({ kind }: ProgramDocument): Fix {
  const acts = lawSources({ kind, standards: [] }, newPartIds(), (code) => code);
  return {
    title: { ru: 'Добавить акты, по которым составлена программа', en: 'Add the acts the programme is made by' },
    operations: acts.map((value) => ({ op: 'add', path: '/sources/-', value })),
  };
}

function finding(severity: Issue['severity'], pointer: string, message: Localized, fix?: Issue['fix']): Issue {
  return { rule: 'P11', severity, pointer, message, fix };
}
