import type { Texts } from '@lyceum/contracts/shared/texts';
import { toPlace } from '../../exchange/exchange-finding.ts';
import { maxQuestions, type ReadFile, type ReadItem, type ReadQuestion, tooManyQuestions } from '../read-question.ts';
import { parseNumber } from '../text/parse-number.ts';
import { readCategory } from '../text/read-category.ts';
import { parseXml } from '../xml/parse-xml.ts';
import { findChild, findChildren, getText, type XmlElement } from '../xml/xml-element.ts';
import { readAnswering } from './read-answering.ts';
import { readLine, readMarkup, readText } from './read-text.ts';

const noQuiz: Texts = {
  en: 'The file is XML, but not a list of questions of “Moodle”.',
  ru: 'Файл в формате «XML», но это не список вопросов «Moodle».',
};

const hintsAreLeftOut: Texts = { en: 'Hints are left out.', ru: 'Подсказки не перенесены.' };

const verdictsAreLeftOut: Texts = {
  en: 'The texts for right, partly right and wrong answers are left out.',
  ru: 'Общие комментарии к верному, частично верному и неверному ответу не перенесены.',
};

/** Moodle writes these into every question by itself. */
const defaultVerdicts = new Set([
  '',
  'Your answer is correct.',
  'Your answer is partially correct.',
  'Your answer is incorrect.',
  'Ваш ответ верный.',
  'Ваш ответ частично правильный.',
  'Ваш ответ неправильный.',
]);

/** Questions of an export of Moodle. */
export function readMoodleXml(xml: string): ReadFile {
  const root = parseXml(xml);
  if ('failure' in root) return root;
  if (root.name !== 'quiz') return { failure: noQuiz };
  const items: ReadItem[] = [];
  let category: string[] = [];
  for (const question of findChildren(root, 'question')) {
    if (question.attributes.get('type') === 'category') {
      category = readCategory(getText(findChild(question, 'category'), 'text'));
      continue;
    }
    if (items.length === maxQuestions) return tooManyQuestions;
    const title = readLine(findChild(question, 'name'));
    items.push({ place: toPlace(items.length + 1, title), read: readQuestion(question, title, category) });
  }
  return { items };
}

function readQuestion(question: XmlElement, title: string, category: readonly string[]): ReadQuestion {
  const changes = new Set<Texts>();
  const type = question.attributes.get('type') ?? '';
  const content = findChild(question, 'questiontext');
  const read = readAnswering(type, question, {
    prompt: type === 'cloze' ? readMarkup(content, changes) : readText(content, changes),
    changes,
  });
  if ('lost' in read) return read;
  noteRest(question, changes);
  const tags = findChildren(findChild(question, 'tags'), 'tag').map(readLine);
  const feedback = readText(findChild(question, 'generalfeedback'), changes);
  const points = parseNumber(getText(question, 'defaultgrade')) ?? 1;
  return { draft: { title, ...read, points, feedback, tags: [...category, ...tags] }, changes };
}

/** What questions of every kind may have and ours have not. */
function noteRest(question: XmlElement, changes: Set<Texts>) {
  if (findChildren(question, 'hint').some((hint) => readLine(hint) !== '')) changes.add(hintsAreLeftOut);
  const verdicts = ['correctfeedback', 'partiallycorrectfeedback', 'incorrectfeedback'].map((name) =>
    readLine(findChild(question, name))
      .replace(/<[^<>]*>/g, '')
      .trim(),
  );
  if (verdicts.some((verdict) => !defaultVerdicts.has(verdict))) changes.add(verdictsAreLeftOut);
}
