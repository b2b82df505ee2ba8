import type { ProgramDocument } from '@lyceum/contracts/program-generation/program-document';
import type { Localized } from '../norms/norms-shape.ts';
import type { Fix, Issue, RuleContext } from './issue.ts';

/** Most ids the lists of a document can hold. */
const max = { outcomesOfModule: 50, outcomesOfFinal: 100, competencesOfOutcome: 20 };

/** P5: modules, outcomes, competences and assessment lead to each other, with nothing left over on any side. */
export function* checkCoverage(document: ProgramDocument, context: RuleContext): Generator<Issue> {
  yield* checkModules(document);
  yield* checkOutcomes(document, context);
  yield* checkCompetences(document);
  yield* checkQuestions(document, context);
}

function* checkModules({ modules, outcomes }: ProgramDocument): Generator<Issue> {
  const known = new Set(outcomes.map(({ id }) => id));
  const taught = new Set(modules.flatMap((module) => module.outcomes));
  const spare = outcomes.find(({ id }) => !taught.has(id)) ?? outcomes[0];
  for (const [index, module] of modules.entries()) {
    if (module.outcomes.some((id) => known.has(id))) continue;
    const pointer = `/modules/${index}/outcomes`;
    const hasRoom = module.outcomes.length < max.outcomesOfModule;
    yield unconnected(
      pointer,
      { ru: `Модуль ${index + 1} не ведёт ни к одному результату.`, en: `Module ${index + 1} leads to no outcome.` },
      spare && hasRoom ? () => connect(pointer, spare.id, connectTo(spare.code)) : undefined,
    );
  }
}

function* checkOutcomes(document: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const { outcomes, competences, modules, finalAssessment, questions } = document;
  const needsCompetence = norms.kinds[document.kind].competences !== null;
  const known = new Set(competences.map(({ id }) => id));
  const formed = new Set(outcomes.flatMap((outcome) => outcome.competences));
  const spare = competences.find(({ id }) => !formed.has(id)) ?? competences[0];
  const taught = new Set(modules.flatMap((module) => module.outcomes));
  const checked = new Set([...finalAssessment.outcomes, ...questions.flatMap((question) => question.outcomes)]);
  for (const [index, { id, code, competences: own }] of outcomes.entries()) {
    const pointer = `/outcomes/${index}`;
    if (needsCompetence && !own.some((competence) => known.has(competence))) {
      yield unconnected(
        `${pointer}/competences`,
        { ru: `Результат ${code} не связан ни с одной компетенцией.`, en: `Outcome ${code} belongs to no competence.` },
        spare && own.length < max.competencesOfOutcome
          ? () => connect(`${pointer}/competences`, spare.id, connectTo(spare.code))
          : undefined,
      );
    }
    if (!taught.has(id)) {
      yield unconnected(
        pointer,
        { ru: `Ни один модуль не ведёт к результату ${code}.`, en: `No module leads to outcome ${code}.` },
        () => teach(document, id),
      );
    }
    if (!checked.has(id)) {
      const title = { ru: 'Проверять на итоговой аттестации', en: 'Check it in the final assessment' };
      yield unconnected(
        pointer,
        { ru: `Результат ${code} ничем не проверяется.`, en: `Nothing checks outcome ${code}.` },
        finalAssessment.outcomes.length < max.outcomesOfFinal ? () => connect('/finalAssessment/outcomes', id, title) : undefined,
      );
    }
  }
}

/** In the module that asks about it, else in the last one. */
function teach({ modules, questions }: ProgramDocument, outcome: string): Fix | undefined {
  const asking = questions.find(({ outcomes, module }) => module !== null && outcomes.includes(outcome))?.module;
  const found = modules.findIndex(({ id }) => id === asking);
  const index = found === -1 ? modules.length - 1 : found;
  const module = modules[index];
  if (!module || module.outcomes.length >= max.outcomesOfModule) return undefined;
  return connect(`/modules/${index}/outcomes`, outcome, {
    ru: `Добавить в модуль ${index + 1}`,
    en: `Add it to module ${index + 1}`,
  });
}

function* checkCompetences({ competences, outcomes }: ProgramDocument): Generator<Issue> {
  const formed = new Set(outcomes.flatMap((outcome) => outcome.competences));
  const min = Math.min(...outcomes.map((outcome) => outcome.competences.length));
  const host = outcomes.findIndex((outcome) => outcome.competences.length === min);
  for (const [index, { id, code }] of competences.entries()) {
    if (formed.has(id)) continue;
    const outcome = outcomes[host];
    yield unconnected(
      `/competences/${index}`,
      { ru: `Компетенцию ${code} не формирует ни один результат.`, en: `No outcome belongs to competence ${code}.` },
      outcome && min < max.competencesOfOutcome
        ? () => connect(`/outcomes/${host}/competences`, id, connectTo(outcome.code))
        : undefined,
    );
  }
}

/** Warnings: what a module asks is taught there, and every module asks something. */
function* checkQuestions({ kind, modules, questions }: ProgramDocument, { norms }: RuleContext): Generator<Issue> {
  const taught = new Map<string | null, Set<string>>(modules.map(({ id, outcomes }) => [id, new Set(outcomes)]));
  for (const [position, { module, outcomes }] of questions.entries()) {
    const own = taught.get(module);
    if (!own || outcomes.every((outcome) => own.has(outcome))) continue;
    yield {
      rule: 'P5',
      severity: 'warning',
      pointer: `/questions/${position}/outcomes`,
      message: {
        ru: 'Вопрос проверяет то, к чему его модуль не ведёт.',
        en: 'The question checks what its module does not lead to.',
      },
    };
  }
  if (!norms.kinds[kind].required.includes('materials')) return;
  const asking = new Set(questions.map(({ module }) => module));
  for (const [index, { id }] of modules.entries()) {
    if (asking.has(id)) continue;
    yield {
      rule: 'P5',
      severity: 'warning',
      pointer: `/modules/${index}`,
      message: { ru: `По модулю ${index + 1} нет ни одного вопроса.`, en: `There is no question about module ${index + 1}.` },
    };
  }
}

function unconnected(pointer: string, message: Localized, fix: Issue['fix']): Issue {
  return { rule: 'P5', severity: 'error', pointer, message, fix };
}

function connect(path: string, id: string, title: Localized): Fix {
  return { title, operations: [{ op: 'add', path: `${path}/-`, value: id }] };
}

function connectTo(code: string): Localized {
  return { ru: `Связать с ${code}`, en: `Connect it with ${code}` };
}
