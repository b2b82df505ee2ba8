import { type ProgramDocument, programDocument } from '@lyceum/contracts/program-generation/program-document';
import { buildDocument } from './documents.ts';

const counted = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const none = { lectures: 0, practice: 0, selfStudy: 0, assessment: 0 };

const typicalDocument = buildDocument({ modules: 1, topicsPerModule: 1 });
const [module] = typicalDocument.modules;
const [topic] = module?.topics ?? [];
const [question] = typicalDocument.questions;
if (!module || !topic || !question) throw new Error('a document has modules, topics and questions');

const make = (parts: Partial<ProgramDocument>): ProgramDocument => programDocument.parse({ ...typicalDocument, ...parts });
const createModules = (size: number, parts: (index: number) => Partial<typeof module>) =>
  counted(size, (index) => ({ ...module, id: `m${index}`, hours: none, ...parts(index) }));
const createQuestions = (size: number, parts: (index: number) => Partial<typeof question>) =>
  counted(size, (index) => ({ ...question, id: `q${index}`, module: null, ...parts(index) }));

/** Documents the contract allows, of `size` parts in 60, that break one rule as often as they can. */
export const hostileDocuments: Readonly<Record<string, (size: number) => ProgramDocument>> = {
  'modules without hours, and topics with long titles': (size) =>
    make({
      modules: createModules(size, (index) => ({
        topics: counted(30, (at) => ({ ...topic, id: `t${index}-${at}`, hours: none, title: 'Ж'.repeat(300) })),
      })),
    }),
  'topics that all have one id, and others that have the next ones': (size) =>
    make({
      modules: createModules(size, (index) => ({
        topics: counted(60, (at) => ({ ...topic, id: at < 30 ? 't' : `t-${index * 30 + at - 28}`, content: [], practice: [] })),
      })),
    }),
  'modules that all have one id, and a schedule': (size) =>
    make({ modules: createModules(size, () => ({ id: 'm' })), calendar: { weeklyLimit: 1, weeks: [{ load: [] }] } }),
  'rows of the curriculum that each would make the total right': (size) => {
    const hours = { ...none, lectures: 30 };
    const modules = createModules(size, (index) => ({
      hours,
      topics: [{ ...topic, id: `t${index}`, hours: { ...hours, lectures: 31, practice: 1, selfStudy: 1 } }],
    }));
    return make({
      modules,
      hours: size * 30 + 2,
      credits: null,
      finalAssessment: { ...typicalDocument.finalAssessment, hours: 1 },
      calendar: { weeklyLimit: 1, weeks: [{ load: [] }] },
    });
  },
  'references that lead nowhere': (size) =>
    make({
      modules: createModules(size, () => ({ outcomes: counted(50, (at) => `o${at}`), sources: counted(50, (at) => `s${at}`) })),
      questions: createQuestions(size * 10, () => ({ outcomes: counted(20, (at) => `x${at}`) })),
    }),
  'one question asked again and again': (size) =>
    make({ questions: createQuestions(size * 10, () => ({ outcomes: counted(20, (at) => `x${at}`) })) }),
  'a schedule of modules there are none of': (size) =>
    make({
      calendar: {
        weeklyLimit: 54,
        weeks: counted(size * 30, () => ({ load: counted(8, (at) => ({ module: `x${at}`, hours: 1 })) })),
      },
    }),
};
