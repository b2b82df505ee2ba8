import { z } from 'zod';
import { defineEndpoint } from '../define/endpoint.ts';
import { defineProblem } from '../define/problem.ts';
import { bounded, id, line, timestamp, version } from '../shared/fields.ts';
import { page, pageQuery } from '../shared/pagination.ts';
import { courseId, courseNotFound } from './course.ts';
import { exchangeFinding } from './exchange-finding.ts';
import { questionContent, questionTypes } from './question.ts';

export const bankNotFound = defineProblem('bank.not_found', 404, {
  en: 'There is no such question bank',
  ru: 'Такого банка вопросов нет',
});
export const bankTitleTaken = defineProblem('bank.title_taken', 409, {
  en: 'Another bank of the course has this title',
  ru: 'Банк с таким названием на курсе уже есть',
});
export const bankInUse = defineProblem('bank.in_use', 409, {
  en: 'A quiz of the draft draws from the bank',
  ru: 'Из банка берёт вопросы тест черновика',
});
export const bankFull = defineProblem('bank.full', 409, {
  en: 'A course has at most 100 banks, a bank at most 1,000 questions',
  ru: 'На курсе не больше 100 банков, в банке не больше 1000 вопросов',
});
export const questionNotFound = defineProblem('question.not_found', 404, {
  en: 'There is no such question',
  ru: 'Такого вопроса нет',
});
export const questionFileUnreadable = defineProblem('question.file_unreadable', 422, {
  en: 'The file cannot be read',
  ru: 'Файл не удаётся прочитать',
});

const title = line(1, 200).meta({ description: 'Title of the bank', examples: ['Типы: базовый уровень'] });

const bank = z
  .object({
    id: id.describe('Id of the bank'),
    title,
    questions: z.int().describe('How many questions it has'),
    createdAt: timestamp.describe('When it was made'),
  })
  .meta({ id: 'QuestionBank', description: 'Questions that quizzes of a course draw from' });

const bankId = courseId.extend({ bankId: id.describe('Id of the bank') });
const questionId = bankId.extend({ questionId: id.describe('Id of the question') });

export const question = z
  .object({
    id: id.describe('Id of the question'),
    content: questionContent.describe('The question with its key'),
    version,
    updatedAt: timestamp.describe('When it was last changed'),
  })
  .meta({ id: 'Question', description: 'A question of a bank' });

export const createBank = defineEndpoint('createBank', 'POST /courses/:courseId/banks', {
  summary: 'Make a question bank',
  params: courseId,
  body: z.strictObject({ title }),
  response: bank,
  status: 201,
  errors: [courseNotFound, bankTitleTaken, bankFull],
});

export const listBanks = defineEndpoint('listBanks', 'GET /courses/:courseId/banks', {
  summary: 'Question banks of a course by their titles',
  params: courseId,
  response: z.object({ items: z.array(bank).describe('The banks') }),
  errors: [courseNotFound],
});

export const updateBank = defineEndpoint('updateBank', 'PUT /courses/:courseId/banks/:bankId', {
  summary: 'Give a bank another title',
  params: bankId,
  body: z.strictObject({ title }),
  response: bank,
  errors: [courseNotFound, bankNotFound, bankTitleTaken],
});

export const deleteBank = defineEndpoint('deleteBank', 'DELETE /courses/:courseId/banks/:bankId', {
  summary: 'Delete a bank no quiz of the draft draws from; published revisions keep its questions',
  params: bankId,
  errors: [courseNotFound, bankNotFound, bankInUse],
});

export const createQuestion = defineEndpoint('createQuestion', 'POST /courses/:courseId/banks/:bankId/questions', {
  summary: 'Add a question to a bank',
  params: bankId,
  body: questionContent,
  response: question,
  status: 201,
  errors: [courseNotFound, bankNotFound, bankFull],
});

export const listQuestions = defineEndpoint('listQuestions', 'GET /courses/:courseId/banks/:bankId/questions', {
  summary: 'Questions of a bank, the first made first',
  params: bankId,
  query: pageQuery.extend({
    tag: line(1, 50).optional().describe('Questions with this tag'),
    type: z.enum(questionTypes).optional().describe('Questions of this type'),
  }),
  response: page(question),
  errors: [courseNotFound, bankNotFound],
});

export const getQuestion = defineEndpoint('getQuestion', 'GET /courses/:courseId/banks/:bankId/questions/:questionId', {
  summary: 'A question of a bank',
  params: questionId,
  response: question,
  errors: [courseNotFound, bankNotFound, questionNotFound],
});

export const updateQuestion = defineEndpoint('updateQuestion', 'PUT /courses/:courseId/banks/:bankId/questions/:questionId', {
  summary: 'Change a question; learners get it with the next revision',
  params: questionId,
  body: questionContent,
  response: question,
  errors: [courseNotFound, bankNotFound, questionNotFound],
  ifMatch: true,
});

export const deleteQuestion = defineEndpoint('deleteQuestion', 'DELETE /courses/:courseId/banks/:bankId/questions/:questionId', {
  summary: 'Delete a question; published revisions keep it',
  params: questionId,
  errors: [courseNotFound, bankNotFound, questionNotFound],
});

export const questionFormats = ['gift', 'aiken', 'moodle-xml', 'qti'] as const;

export const importQuestions = defineEndpoint('importQuestions', 'POST /courses/:courseId/banks/:bankId/import', {
  summary: 'Add the questions of a file to a bank; what is lost is said, one bad question loses itself alone',
  params: bankId,
  body: z.strictObject({
    format: z.enum(questionFormats).describe('`qti` is QTI 2.1: an item, or a package with several'),
    // The body of a request has at most a megabyte.
    file: bounded(990_000).check(z.base64()).describe('The bytes of the file in base64, at most 740,000'),
    dryRun: z.boolean().default(false).describe('Whether only to say what would be imported'),
  }),
  response: z.object({
    imported: z.int().describe('How many questions were, or would be, added'),
    findings: z.array(exchangeFinding).describe('What was lost or changed'),
  }),
  errors: [courseNotFound, bankNotFound, bankFull, questionFileUnreadable],
});

export const exportQuestions = defineEndpoint('exportQuestions', 'GET /courses/:courseId/banks/:bankId/export', {
  summary: 'The questions of a bank as a file',
  params: bankId,
  query: z.strictObject({ format: z.enum(['gift', 'moodle-xml']).describe('Format of the file') }),
  response: z.object({
    file: z.string().describe('The text of the file'),
    findings: z.array(exchangeFinding).describe('What the format cannot hold'),
  }),
  errors: [courseNotFound, bankNotFound],
});
