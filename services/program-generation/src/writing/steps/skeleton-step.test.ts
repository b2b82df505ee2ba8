import { buildProgramRequest } from '../../../test/factories.ts';
import { skeletonStep } from './skeleton-step.ts';

const request = buildProgramRequest({ hours: 36, topics: ['Логика', 'Множества', 'Графы'] });

const validAnswer = {
  aim: 'Совершенствование компетенций в области дискретной математики для разработки программ.',
  competences: ['способен строить математические модели', 'способен обосновывать алгоритмы'],
  outcomes: [
    { text: 'строит модели задач', competences: [1] },
    { text: 'обосновывает алгоритмы', competences: [2] },
  ],
  modules: [
    { title: 'Основы', summary: 'О логике.', weight: 2, outcomes: [1], topics: [1, 2], newTopics: [] },
    { title: 'Графы и сети', summary: 'О графах.', weight: 3, outcomes: [2], topics: [3], newTopics: ['Деревья'] },
  ],
};
type Answer = typeof validAnswer;

const read = (changes: Partial<Answer>, order = request) => skeletonStep(order).read({ ...validAnswer, ...changes });

/** The modules of the validAnswer answer with other values for the first of them. */
const modules = (first: Partial<Answer['modules'][number]>) =>
  validAnswer.modules.map((module, index) => (index === 0 ? { ...module, ...first } : module));

describe('the skeleton', () => {
  it('is taken as it is when nothing is wrong with it', () => {
    const { findings, result } = read({});
    expect(findings).toEqual([]);
    expect(result?.modules.map(({ topics, weight, outcomes }) => [topics, weight, outcomes])).toEqual([
      [['Логика', 'Множества'], 2, [0]],
      [['Графы', 'Деревья'], 3, [1]],
    ]);
    expect(result?.outcomes[1]).toEqual({ text: 'обосновывает алгоритмы', competences: [1] });
  });

  it.each<[string, Partial<Answer>, string]>([
    ['an ordered topic is missing', { modules: modules({ topics: [1] }) }, 'Темы заявки не вошли в модули: 2.'],
    ['an ordered topic is in two modules', { modules: modules({ topics: [1, 2, 3] }) }, 'Тема заявки стоит в двух модулях.'],
    [
      'a module has no topics',
      {
        modules: modules({ topics: [1, 2, 3] }).map((module, index) =>
          index === 1 ? { ...module, topics: [], newTopics: [] } : module,
        ),
      },
      'В модуле 2 нет тем.',
    ],
    ['a module leads nowhere', { modules: modules({ outcomes: [7] }) }, 'Модуль «Основы» не ведёт ни к одному результату.'],
    ['an outcome comes from nowhere', { modules: modules({ outcomes: [2] }) }, 'К результату 1 не ведёт ни один модуль.'],
    ['titles repeat', { modules: modules({ title: 'Графы и сети' }) }, 'Название модуля 2 пусто или повторяется.'],
    [
      'an outcome forms nothing',
      { outcomes: validAnswer.outcomes.map((outcome) => ({ ...outcome, competences: [] })) },
      'Результат 1 не связан с компетенцией.',
    ],
    [
      'nothing forms a competence',
      { outcomes: validAnswer.outcomes.map((outcome) => ({ ...outcome, competences: [1] })) },
      'К компетенции 2 не ведёт ни один результат.',
    ],
    ['outcomes repeat', { outcomes: [...validAnswer.outcomes, ...validAnswer.outcomes] }, 'Результаты пусты или повторяются.'],
  ])('says that %s, and mends it', (_what, changes, finding) => {
    const { findings, result } = read(changes);
    expect(findings).toContain(finding);
    const mended = result ?? { outcomes: [], competences: [], modules: [] };
    const topics = mended.modules.flatMap((module) => module.topics);
    for (const title of request.topics) expect(topics.filter((topic) => topic === title)).toHaveLength(1);
    const led = new Set(mended.modules.flatMap(({ outcomes }) => outcomes));
    expect([...led].toSorted()).toEqual([...mended.outcomes.keys()]);
    const formed = new Set(mended.outcomes.flatMap(({ competences }) => competences));
    expect([...formed].toSorted()).toEqual([...mended.competences.keys()]);
    expect(mended.modules.every((module) => module.topics.length > 0 && module.outcomes.length > 0)).toBe(true);
    expect(new Set(mended.modules.map(({ title }) => title)).size).toBe(mended.modules.length);
  });

  it('takes the competences of the order and no others', () => {
    const competences = ['готов внедрять решения', 'готов внедрять решения', 'готов обучать коллег'];
    const { result } = read({ competences: ['лишняя компетенция'] }, { ...request, competences });
    expect(result?.competences).toEqual(['готов внедрять решения', 'готов обучать коллег']);
  });

  it('has no more modules than hours', () => {
    const many = Array.from({ length: 9 }, (_, index) => ({
      ...modules({})[0],
      title: `Модуль ${index}`,
      summary: '',
      weight: 1,
      outcomes: [1, 2],
      topics: index === 0 ? [1, 2, 3] : [],
      newTopics: [`Тема ${index}`],
    }));
    const { findings, result } = read({ modules: many }, { ...request, kind: 'course-plan', hours: 4 });
    expect(findings).toContain('Модулей не больше 3.');
    expect(result?.modules).toHaveLength(3);
  });

  it.each<[string, Partial<Answer>]>([
    ['another language', { aim: 'To improve the competences of developers. '.repeat(9) }],
    ['no aim', { aim: ' ' }],
    ['no outcomes', { outcomes: [] }],
    ['no competences where the kind needs them', { competences: [] }],
  ])('is of no use with %s', (_what, changes) => {
    const { findings, result } = read(changes);
    expect(findings).not.toEqual([]);
    expect(result).toBeNull();
  });
});
