import type { ProgramRequest } from '@lyceum/contracts/program-generation/program-request';
import { maxModules } from '../../hours/plan-hours.ts';
import { toComparisonKey } from '../../text/comparison-key.ts';
import { tidyList } from '../../text/tidy-text.ts';
import { type AnswerReview, createAnswerReview, isForeign, type ReviewedAnswer, toIndexes } from './model-step.ts';
import { max, type Skeleton, type SkeletonAnswer } from './skeleton.ts';

type SkeletonModule = Skeleton['modules'][number];

/** Each once, as the author wrote them. */
export function requestedCompetences({ competences }: ProgramRequest): string[] {
  return tidyList(competences, (text) => text, competences.length);
}

interface SkeletonRequirements {
  readonly wantsCompetences: boolean;
  readonly newTopics: number;
}

export function checkSkeleton(
  answer: SkeletonAnswer,
  request: ProgramRequest,
  wanted: SkeletonRequirements,
): ReviewedAnswer<Skeleton> {
  const review = createAnswerReview(request.language);
  const { findings, report, line, phrase } = review;

  const aim = line(1500)(answer.aim);
  const texts = [aim, ...answer.outcomes.map(({ text }) => text), ...answer.modules.map(({ summary }) => summary)];
  if (isForeign(texts, review)) return { findings, result: null };
  if (aim === '') report('Нет цели.', 'There is no aim.');

  const competences = wanted.wantsCompetences
    ? tidyList(answer.competences, phrase(600), max.competences)
    : requestedCompetences(request);
  if (wanted.wantsCompetences && competences.length === 0) report('Нет компетенций.', 'There are no competences.');

  const outcomes = readOutcomes(answer.outcomes, competences, review);
  const modules = readModules(answer.modules, { request, outcomes, newTopics: wanted.newTopics, review });
  const hasRoom = outcomes.every((outcome) => outcome.competences.length <= max.competencesOfOutcome);
  const usable = aim !== '' && outcomes.length > 0 && hasRoom && (competences.length > 0 || !wanted.wantsCompetences);
  return { findings, result: usable ? { aim, competences, outcomes, modules } : null };
}

function readOutcomes(
  answers: SkeletonAnswer['outcomes'],
  competences: readonly string[],
  { report, phrase }: AnswerReview,
): Skeleton['outcomes'] {
  const tidy = phrase(600);
  const texts = tidyList(
    answers.map(({ text }) => text),
    tidy,
    max.outcomes,
  );
  if (texts.length === 0) report('Нет результатов.', 'There are no outcomes.');
  if (texts.length < answers.length) report('Результаты пусты или повторяются.', 'Outcomes are empty or repeated.');
  const outcomes = texts.map((text) => {
    const given = answers.find((answer) => tidy(answer.text) === text)?.competences ?? [];
    return { text, competences: toIndexes(given, competences.length).slice(0, max.competencesOfOutcome) };
  });
  if (outcomes.length === 0 || competences.length === 0) return outcomes;

  const without = outcomes.findIndex((outcome) => outcome.competences.length === 0);
  if (without !== -1) report(`Результат ${without + 1} не связан с компетенцией.`, `Outcome ${without + 1} has no competence.`);
  for (const [index, outcome] of outcomes.entries()) {
    if (outcome.competences.length === 0) outcome.competences.push(index % competences.length);
  }
  for (const orphan of competences.keys()) {
    if (outcomes.some((outcome) => outcome.competences.includes(orphan))) continue;
    report(`К компетенции ${orphan + 1} не ведёт ни один результат.`, `No outcome leads to competence ${orphan + 1}.`);
    const min = Math.min(...outcomes.map((outcome) => outcome.competences.length));
    outcomes.find((outcome) => outcome.competences.length === min)?.competences.push(orphan);
  }
  return outcomes;
}

interface ModuleReader {
  readonly request: ProgramRequest;
  readonly outcomes: Skeleton['outcomes'];
  readonly newTopics: number;
  readonly review: AnswerReview;
}

function readModules(given: SkeletonAnswer['modules'], reader: ModuleReader): SkeletonModule[] {
  const { request, outcomes } = reader;
  const { report, line, phrase } = reader.review;
  const answers = given.length > 0 ? given.slice(0, max.modules * 2) : [wholeProgram(request)];
  const topics = readTopics(answers, reader);
  const titles = new Set<string>();
  const named = answers.flatMap((answer, index): SkeletonModule[] => {
    const own = topics[index] ?? [];
    if (own.length === 0) {
      report(`В модуле ${index + 1} нет тем.`, `Module ${index + 1} has no topics.`);
      return [];
    }
    const wanted = phrase(200)(answer.title);
    if (wanted === '' || titles.has(toComparisonKey(wanted))) {
      report(`Название модуля ${index + 1} пусто или повторяется.`, `The title of module ${index + 1} is empty or repeated.`);
    }
    const title =
      [wanted, own[0] ?? '', `${wanted} ${index + 1}`.trim()].find((name) => name !== '' && !titles.has(toComparisonKey(name))) ??
      own[0] ??
      '';
    titles.add(toComparisonKey(title));
    const weight = Math.min(5, Math.max(1, Math.round(answer.weight)));
    return [
      { title, summary: line(1500)(answer.summary), weight, outcomes: toIndexes(answer.outcomes, outcomes.length), topics: own },
    ];
  });

  const possible = Math.min(maxModules(request), max.modules);
  if (named.length > possible) report(`Модулей не больше ${possible}.`, `At most ${possible} modules.`);
  const modules = mergeBeyond(named, possible, request.topics);
  for (const [index, module] of modules.entries()) {
    if (module.outcomes.length > 0 || outcomes.length === 0) continue;
    report(`Модуль «${module.title}» не ведёт ни к одному результату.`, `The module “${module.title}” leads to no outcome.`);
    module.outcomes.push(index % outcomes.length);
  }
  for (const orphan of outcomes.keys()) {
    if (modules.some((module) => module.outcomes.includes(orphan))) continue;
    report(`К результату ${orphan + 1} не ведёт ни один модуль.`, `No module leads to outcome ${orphan + 1}.`);
    modules[orphan % modules.length]?.outcomes.push(orphan);
  }
  return modules;
}

/** Topics of each module: every requested one exactly once, then as many new ones as there is room for. */
function readTopics(answers: SkeletonAnswer['modules'], { request, newTopics, review }: ModuleReader): string[][] {
  const { report, phrase } = review;
  const requested = request.topics;
  const homes = requested.map((_, index) =>
    answers.findIndex(({ topics }) => toIndexes(topics, requested.length).includes(index)),
  );
  const missing = homes.flatMap((home, index) => (home === -1 ? [index + 1] : []));
  if (missing.length > 0) {
    report(`Темы заявки не вошли в модули: ${missing.join(', ')}.`, `Ordered topics are in no module: ${missing.join(', ')}.`);
  }
  const named = answers.flatMap(({ topics }) => toIndexes(topics, requested.length));
  if (named.length > new Set(named).size) report('Тема заявки стоит в двух модулях.', 'An ordered topic is in two modules.');

  const taken = new Set(requested.map(toComparisonKey));
  let room = newTopics;
  // A topic the model forgot is studied with the one before it.
  let home = 0;
  const settledHomes = homes.map((found) => {
    home = found === -1 ? home : found;
    return home;
  });
  return answers.map((answer, index) => {
    const own = requested.filter((_, topic) => settledHomes[topic] === index);
    const added = tidyList(answer.newTopics, phrase(200), 10).filter((title) => {
      // A module of new topics alone keeps one of them even where there is no room left.
      const fits = !taken.has(toComparisonKey(title)) && (room > 0 || own.length === 0);
      if (fits) {
        taken.add(toComparisonKey(title));
        room -= 1;
      }
      return fits;
    });
    return [...own, ...added].slice(0, max.topics);
  });
}

/** The last module takes in those the hours are not enough for. */
function mergeBeyond(modules: readonly SkeletonModule[], possible: number, requested: readonly string[]): SkeletonModule[] {
  const merged = modules.slice(possible - 1);
  const [last] = merged;
  if (!last || merged.length === 1) return [...modules];
  const titles = merged.flatMap(({ topics }) => topics);
  const isRequested = (title: string) => requested.includes(title);
  const topics = [...titles.filter(isRequested), ...titles.filter((title) => !isRequested(title))].slice(0, max.topics);
  const outcomes = [...new Set(merged.flatMap((module) => module.outcomes))];
  return [...modules.slice(0, possible - 1), { ...last, outcomes, topics }];
}

function wholeProgram({ title, topics }: ProgramRequest): SkeletonAnswer['modules'][number] {
  return { title, summary: '', weight: 1, outcomes: [], topics: topics.map((_, index) => index + 1), newTopics: [] };
}
