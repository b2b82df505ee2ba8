import type { QuestionContent } from '@lyceum/contracts/courses/question';
import { type GIFTQuestion, parse, type TextFormat } from 'gift-pegjs';
import { importQuestions } from '../import-questions.ts';

async function read(text: string) {
  const imported = await importQuestions({ format: 'gift', bytes: Buffer.from(text) });
  if ('failure' in imported) throw new Error(imported.failure.en);
  return imported;
}

it.each<[string, string, object]>([
  ['a true statement', 'The sun is a star. {T}', { type: 'single', options: [{ text: 'True', percent: 100 }, { percent: 0 }] }],
  [
    'a false statement with feedback for who is wrong and who is right',
    'Земля плоская {FALSE#Нет, круглая.#Верно!}',
    {
      type: 'single',
      options: [
        { text: 'Верно', percent: 0, feedback: 'Нет, круглая.' },
        { text: 'Неверно', percent: 100, feedback: 'Верно!' },
      ],
    },
  ],
  [
    'a choice with weights and feedback',
    'Q {=right#well ~%50%half#so so ~wrong ~%-25%worse}',
    {
      type: 'single',
      options: [
        { text: 'right', percent: 100, feedback: 'well' },
        { text: 'half', percent: 50, feedback: 'so so' },
        { text: 'wrong', percent: 0, feedback: '' },
        { text: 'worse', percent: -25 },
      ],
    },
  ],
  [
    'a choice of several',
    'Q {~%33.33333%a ~%33.33333%b ~%33.33333%c ~%-100%d}',
    { type: 'multiple', options: [{ percent: 33.33333 }, {}, {}, { percent: -100 }] },
  ],
  [
    'a short answer',
    'Two plus two {=four =%50%for =4}',
    {
      type: 'short-text',
      accepted: [{ text: 'four', percent: 100 }, { text: 'for', percent: 50 }, { text: '4' }],
      caseSensitive: false,
    },
  ],
  ['a short answer without its sign', 'Capital? {Paris}', { type: 'short-text', accepted: [{ text: 'Paris', percent: 100 }] }],
  [
    'pairs, and a right side that belongs to none',
    'Match {\n=cat -> cat food\n=dog -> dog food\n= -> bones\n}',
    {
      type: 'matching',
      pairs: [
        { left: 'cat', right: 'cat food' },
        { left: 'dog', right: 'dog food' },
      ],
      distractors: ['bones'],
    },
  ],
  [
    'a number with a tolerance',
    'Pi {#3.14:0.01#good}',
    { type: 'number', accepted: [{ value: 3.14, tolerance: 0.01, feedback: 'good' }] },
  ],
  ['a number with a comma', 'Пи {#3,14:0,01}', { type: 'number', accepted: [{ value: 3.14, tolerance: 0.01 }] }],
  ['a range', 'Between {#0.1..0.2}', { type: 'number', accepted: [{ value: 0.15, tolerance: 0.05 }] }],
  [
    'several numbers with weights',
    'Grant was born in {#=1822:0#yes =%50%1822:2#near}',
    {
      type: 'number',
      accepted: [
        { value: 1822, percent: 100, feedback: 'yes' },
        { tolerance: 2, percent: 50, feedback: 'near' },
      ],
    },
  ],
])('reads %s', async (_, text, answering) => {
  expect(await read(text)).toMatchObject({ questions: [{ answering }], findings: [] });
});

it.each<[string, string, Partial<QuestionContent>]>([
  ['a title', '::Name\\: one:: Q {=a}', { title: 'Name: one', prompt: 'Q' }],
  ['escapes', 'a \\~ \\= \\# \\{ \\} \\: \\n b \\\\ \\frac {=a}', { prompt: 'a ~ = # { } : \n b \\ \\frac' }],
  ['the format', '[markdown]**Q** {=a}', { prompt: '**Q**' }],
  ['plain text as such', '[plain]2*3*4 <b> {=a}', { prompt: '2\\*3\\*4 \\<b>' }],
  ['a word that is missing in the middle', 'Moscow is {=big ~small} and old.', { prompt: 'Moscow is _____ and old.' }],
  ['feedback for everybody', 'Q {=a#x####All: [html]<i>z</i>}', { feedback: 'All: [html]<i>z</i>' }],
  [
    'comments, tags and the category',
    '$CATEGORY: $course$/top/Химия/Кислоты\n\n// note [id:7] [tag:pH] [tag:a\\]b]\nQ {=a} // end',
    { tags: ['Кислоты', 'pH', 'a]b'], prompt: 'Q' },
  ],
  ['answers with blank lines among them', 'Q {\n\n=a\n\n~b\n\n}', { prompt: 'Q' }],
  ['formulas within answers', 'Q {=$\\frac{1}{2=2}$ ~b}', { prompt: 'Q' }],
])('reads %s', async (_, text, question) => {
  expect(await read(text)).toMatchObject({ questions: [question], findings: [] });
});

it.each([
  ['an essay', 'Q {}', 'essay'],
  ['a description', 'Just a text', 'no answers in braces'],
  ['a brace that is not closed', 'Q {=a ~b', 'not closed'],
  ['a brace that is not opened', 'Q =a ~b }', 'more braces'],
  ['braces within the text', 'Solve \\frac{1}{2} {=a ~b}', 'more braces'],
  ['no option that is right', 'Q {~a ~b}', '100 percent together'],
  ['an option without text', 'Q {=a ~}', 'must not be empty (option 2 text)'],
  ['a single option', 'Q {~%100%a}', 'At least 2 items (option)'],
  ['a number that is none', 'Q {#five}', 'not a number'],
  ['pairs some of which are none', 'Q {=a -> b =c}', '->'],
  ['text before the options', 'Q {answers: =a ~b}', 'before the first answer'],
  ['more than everything', 'Q {=%150%a}', 'At most 100'],
  ['more answers than anybody reads', `Q {${'~a'.repeat(200)}}`, 'more than 100 answers'],
])('loses a question with %s alone, and says why and where', async (_, broken, reason) => {
  const { questions, findings } = await read(`First {=a}\n\n${broken}\n\n::Last::Last {=b}`);
  expect(questions.map(({ prompt }) => prompt)).toEqual(['First', 'Last']);
  expect(findings).toMatchObject([{ place: '3', severity: 'lost', message: { en: expect.stringContaining(reason) } }]);
  expect(findings[0]?.message.ru).toMatch(/[а-я]/);
});

it('says what it leaves out of a question that stays', async () => {
  const { questions, findings } = await read(`::${'н'.repeat(300)}::Q {#=5:1 ~#wrong}`);
  expect(questions).toMatchObject([{ title: 'н'.repeat(200), answering: { accepted: [{ value: 5 }] } }]);
  expect(findings.map(({ severity }) => severity)).toEqual(['changed', 'changed']);
});

const agreed = `::Q1:: Who's buried in Grant's tomb? {=no one#right ~%50%Grant ~everybody ####Old joke}

[html]<p>Two</p> plus two {=four =4 =%50%vier}

// [tag:math]
::Pi::Value of Pi is {#3.1415:0.0005}.

One to five {#1..5}

The sun rises in the east {TRUE}

Match {
  =Canada -> Ottawa
  =Italy -> Rome
}

Which? {
  ~%50%one
  ~%50%two
  ~%-100%three \\= four
}

Grant was born in {#=1822:0#yes =%50%1822:2}`;

it('reads what another parser of the format reads', async () => {
  const expected = parse(agreed).map(toOutline);
  const { questions, findings } = await read(agreed);
  expect(findings).toEqual([]);
  expect(
    questions.map(({ title, prompt, feedback, answering }) => ({ title, prompt, feedback, answers: outline(answering) })),
  ).toEqual(expected);
});

function outline(answering: QuestionContent['answering']): unknown {
  switch (answering.type) {
    case 'single':
    case 'multiple':
      return answering.options;
    case 'matching':
      return answering.pairs;
    default:
      return 'accepted' in answering ? answering.accepted : [];
  }
}

const say = (text: TextFormat | null) => text?.text ?? '';

function toOutline(question: GIFTQuestion): unknown {
  if (!('globalFeedback' in question)) throw new Error('the text has questions alone');
  const rest = { title: question.title ?? '', prompt: say(question.stem), feedback: say(question.globalFeedback) };
  const weigh = ({ weight, isCorrect }: { weight: number | null; isCorrect: boolean }) => weight ?? (isCorrect ? 100 : 0);
  switch (question.type) {
    case 'TF':
      return {
        ...rest,
        answers: [true, false].map((value) => ({
          text: value ? 'True' : 'False',
          percent: question.isTrue === value ? 100 : 0,
          feedback: '',
        })),
      };
    case 'Matching':
      return {
        ...rest,
        answers: question.matchPairs.map(({ subquestion, subanswer }) => ({ left: say(subquestion), right: subanswer })),
      };
    case 'Numerical': {
      const choices = Array.isArray(question.choices)
        ? question.choices
        : [{ text: question.choices, weight: 100, isCorrect: true, feedback: null }];
      return {
        ...rest,
        answers: choices.map(({ text: { number, range, numberLow = 0, numberHigh = 0 }, feedback, ...mark }) => ({
          value: number ?? (numberLow + numberHigh) / 2,
          tolerance: range ?? (numberHigh - numberLow) / 2,
          percent: weigh(mark),
          feedback: say(feedback),
        })),
      };
    }
    case 'MC':
    case 'Short':
      return {
        ...rest,
        answers: question.choices.map(({ text, feedback, ...mark }) => ({
          text: say(text),
          percent: weigh(mark),
          feedback: say(feedback),
        })),
      };
    default:
      return rest;
  }
}
