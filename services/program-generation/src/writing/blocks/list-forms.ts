import type { ProgramDocument, ProgramSource } from '@lyceum/contracts/program-generation/program-document';
import type { Locale } from '@lyceum/contracts/shared/fields';
import { z } from 'zod';
import { norms } from '../../norms/norms.ts';
import { toComparisonKey } from '../../text/comparison-key.ts';
import { tidyList } from '../../text/tidy-text.ts';
import { type AnswerReview, answerFields, isForeign, toIndexes } from '../steps/model-step.ts';
import { type BlockForm, defineForm } from './block-form.ts';

const max = { competences: 40, outcomes: 60, sources: 60, competencesOfOutcome: 20, authors: 10 } as const;

export function competencesForm({ language, kind, competences }: ProgramDocument): BlockForm {
  const field = answerFields(language);
  return defineForm({
    language,
    current: { competences: competences.map(({ text }, index) => ({ number: index + 1, text })) },
    answer: z.object({
      competences: field.items(
        z.object({
          number: entryNumber(language, competences.length),
          text: field.text('Компетенция', 'Competence'),
        }),
        'Компетенции',
        'Competences',
        max.competences,
        1,
      ),
    }),
    value(answer, review) {
      const entries = readSentences(answer.competences, competences, max.competences, review);
      if (!entries) return null;
      const name = newNames(competences, { id: 'c', code: norms.codePrefixes.competence[language] });
      const origin = norms.kinds[kind].competences ?? 'new';
      return entries.map(({ known, text }) => (known ? { ...known, text } : { ...name(), text, origin }));
    },
  });
}

export function outcomesForm({ language, competences, outcomes }: ProgramDocument): BlockForm {
  const field = answerFields(language);
  const toNumbers = (ids: readonly string[]) => ids.map((id) => competences.findIndex((known) => known.id === id) + 1);
  return defineForm({
    language,
    current: {
      outcomes: outcomes.map(({ text, competences: formed }, index) => ({
        number: index + 1,
        text,
        competences: toNumbers(formed).filter((number) => number > 0),
      })),
    },
    answer: z.object({
      outcomes: field.items(
        z.object({
          number: entryNumber(language, outcomes.length),
          text: field.text('Результат, с глагола', 'Outcome, beginning with a verb'),
          competences: field.numbers('Номера компетенций', 'Numbers of competences', Math.max(1, competences.length)),
        }),
        'Планируемые результаты',
        'Planned outcomes',
        max.outcomes,
        1,
      ),
    }),
    value(answer, review) {
      const entries = readSentences(answer.outcomes, outcomes, max.outcomes, review);
      if (!entries) return null;
      const name = newNames(outcomes, { id: 'o', code: norms.codePrefixes.outcome[language] });
      return entries.map(({ known, text, given }) => {
        const indexes = toIndexes(given.competences, competences.length).slice(0, max.competencesOfOutcome);
        const formed = indexes.flatMap((index) => competences[index]?.id ?? []);
        return { ...(known ?? name()), text, competences: formed.length > 0 ? formed : (known?.competences ?? []) };
      });
    },
  });
}

export function sourcesForm({ language, sources }: ProgramDocument, thisYear: number): BlockForm {
  const field = answerFields(language);
  return defineForm({
    language,
    current: {
      sources: sources.map(({ type, authors, title, publication, year, extent }, index) => ({
        number: index + 1,
        type,
        authors,
        title,
        publication,
        year: year ?? 0,
        extent,
      })),
    },
    answer: z.object({
      sources: field.items(
        z.object({
          number: entryNumber(language, sources.length),
          type: z.enum(['book', 'article', 'law', 'web']),
          authors: field.texts('Авторы: «Фамилия И. О.»', 'Authors: “Surname A. B.”', max.authors),
          title: field.text('Название', 'Title'),
          publication: field.text(
            'Издательство, журнал, сайт или где опубликован акт',
            'Publisher, journal, site, or where an act is published',
          ),
          year: field.number('Год, 0 если неизвестен', 'Year, 0 when unknown', 0, thisYear),
          extent: field.text('Страницы, том, номер', 'Pages, volume, number'),
        }),
        'Источники',
        'Sources',
        max.sources,
      ),
    }),
    value(answer, { line, phrase }) {
      const texts = answer.sources.map((given) => ({ ...given, text: given.title }));
      const entries = sameEntries(texts, sources, phrase(500), max.sources);
      const name = newNames(sources, { id: 's', code: '' });
      return entries.map(({ known, text: title, given }): ProgramSource => {
        const { type } = given;
        const isPossible = Number.isInteger(given.year) && given.year >= 1500 && given.year <= thisYear;
        const record = {
          type,
          authors: tidyList(given.authors, line(100), max.authors),
          title,
          publication: phrase(300)(given.publication),
          year: isPossible ? given.year : (known?.year ?? null),
          extent: line(100)(given.extent),
        };
        // Under another title it is another source, whatever its number: nobody has looked it up.
        const isSame = known && toComparisonKey(known.title) === toComparisonKey(title);
        if (isSame) return { ...known, ...record };
        return { id: known?.id ?? name().id, ...record, url: null, accessed: null, origin: 'model' };
      });
    },
  });
}

interface Numbered {
  readonly number: number;
  readonly text: string;
}

function entryNumber(language: Locale, count: number) {
  return answerFields(language).number('Номер записи, у новой 0', 'Number of the entry, 0 for a new one', 0, count);
}

/** Entries that are sentences in the language of the programme; undefined without any. */
function readSentences<Given extends Numbered, Known>(
  answers: readonly Given[],
  known: readonly Known[],
  count: number,
  review: AnswerReview,
) {
  const entries = sameEntries(answers, known, review.phrase(800), count);
  const texts = entries.map(({ text }) => text);
  return texts.length === 0 || isForeign(texts, review) ? undefined : entries;
}

/** Each new text once, with the entry it has the number of. */
function sameEntries<Given extends Numbered, Known>(
  answers: readonly Given[],
  known: readonly Known[],
  tidy: (text: string) => string,
  count: number,
) {
  const left = new Map(known.map((entry, index) => [index + 1, entry]));
  const texts = new Set<string>();
  return answers.flatMap((given) => {
    const text = tidy(given.text);
    const entry = left.get(given.number);
    // What the document repeats is for a person to mend.
    if (text === '' || (!entry && texts.has(toComparisonKey(text))) || texts.size === count) return [];
    texts.add(toComparisonKey(text));
    left.delete(given.number);
    return [{ given, text, known: entry }];
  });
}

/** Ids and codes that none of the entries has. */
function newNames(entries: readonly { readonly id: string; readonly code?: string }[], prefix: { id: string; code: string }) {
  const ids = new Set(entries.map(({ id }) => id));
  const codes = new Set(entries.map(({ code = '' }) => toComparisonKey(code)));
  let number = entries.length;
  return () => {
    do number += 1;
    while (ids.has(`${prefix.id}${number}`) || codes.has(toComparisonKey(`${prefix.code}-${number}`)));
    return { id: `${prefix.id}${number}`, code: `${prefix.code}-${number}` };
  };
}
