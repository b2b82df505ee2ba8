import { scormContent } from '@lyceum/contracts/courses/scorm-content';
import { cleanCmi } from './clean-cmi.ts';
import { composeCmi } from './compose-cmi.ts';
import { readCmi } from './read-cmi.ts';

const courseFileId = '01935e1c-0000-7000-8000-000000000000';

const content = (rest: object) => scormContent.parse({ type: 'scorm', courseFileId, launch: 'index.html', ...rest });

const told12 = (lesson_status: string, score: object = {}) => ({ core: { lesson_status, score } });

it.each<[string, object, number | null, string]>([
  ['nothing', {}, null, 'not attempted, unknown, null'],
  ['not attempted', told12('not attempted'), null, 'not attempted, unknown, null'],
  ['browsed', told12('browsed'), null, 'incomplete, unknown, null'],
  ['incomplete', told12('incomplete', { raw: '90' }), 80, 'incomplete, unknown, 90'],
  ['completed', told12('completed'), null, 'completed, unknown, null'],
  ['passed', told12('passed', { raw: 7, max: 10 }), null, 'completed, passed, 70'],
  ['failed', told12('failed', { raw: '0' }), null, 'incomplete, failed, 0'],
  ['completed below the score to reach', told12('completed', { raw: '79.99' }), 80, 'incomplete, failed, 79.99'],
  ['completed with the score to reach', told12('completed', { raw: '80' }), 80, 'completed, passed, 80'],
  ['failed, and more than the score to reach', told12('failed', { raw: '81' }), 80, 'completed, passed, 81'],
  ['more than there is', told12('completed', { raw: '500' }), null, 'completed, unknown, 100'],
  ['less than nothing', told12('completed', { raw: '-5' }), null, 'completed, unknown, 0'],
  ['points out of none', told12('completed', { raw: '5', max: '0' }), null, 'completed, unknown, null'],
  ['no number', told12('completed', { raw: 'много' }), null, 'completed, unknown, null'],
  ['no score', { core: { lesson_status: ['passed'], score: 'x' } }, 80, 'not attempted, unknown, null'],
])('understands a package of 1.2 that tells %s', (_, cmi, masteryScore, expected) => {
  const { completion, success, percent } = readCmi(content({ edition: '1.2', masteryScore }), cleanCmi(cmi));
  expect([completion, success, percent].map(String).join(', ')).toBe(expected);
});

it.each<[string, object, object, string]>([
  ['nothing', {}, {}, 'not attempted, unknown, null'],
  ['unknown', { completion_status: 'unknown', success_status: 'unknown' }, {}, 'not attempted, unknown, null'],
  ['completed and failed', { completion_status: 'completed', success_status: 'failed' }, {}, 'completed, failed, null'],
  ['a scaled score', { score: { scaled: '0.855', raw: '3', max: '10' } }, {}, 'not attempted, unknown, 85.5'],
  ['a negative score', { score: { scaled: '-0.5' } }, {}, 'not attempted, unknown, 0'],
  ['points', { score: { raw: '3', max: '4' } }, {}, 'not attempted, unknown, 75'],
  [
    'passed below the score to reach',
    { success_status: 'passed', score: { scaled: '0.5' } },
    { masteryScore: 51 },
    'not attempted, failed, 50',
  ],
  ['passed without a score', { success_status: 'passed' }, { masteryScore: 51 }, 'not attempted, passed, null'],
  ['enough progress', { progress_measure: '0.9' }, { completionThreshold: 0.9 }, 'completed, unknown, null'],
  [
    'completed with less',
    { completion_status: 'completed', progress_measure: '0.8' },
    { completionThreshold: 0.9 },
    'incomplete, unknown, null',
  ],
])('understands a package of 2004 that tells %s', (_, cmi, rules, expected) => {
  const { completion, success, percent } = readCmi(content({ edition: '2004', ...rules }), cleanCmi(cmi));
  expect([completion, success, percent].map(String).join(', ')).toBe(expected);
});

const beginning = { kept: null, totalSeconds: 0, learner: { id: 'enrolment', name: 'Анна' }, isPreview: false };

it('begins a package of 2004 with what its manifest says', () => {
  const timeLimit = { seconds: 90, action: 'exit,message' } as const;
  const rules = { masteryScore: 75.5, completionThreshold: 0.9, timeLimit, launchData: 'seed' };
  expect(composeCmi(content({ edition: '2004', ...rules }), beginning)).toEqual({
    ...{
      entry: 'ab-initio',
      mode: 'normal',
      credit: 'credit',
      learner_id: 'enrolment',
      learner_name: 'Анна',
      launch_data: 'seed',
    },
    ...{ total_time: 'PT0S', scaled_passing_score: 0.755, completion_threshold: 0.9 },
    ...{ max_time_allowed: 'PT90S', time_limit_action: 'exit,message' },
  });
});

it('goes on with what was kept, and takes nothing of it that only the platform says', () => {
  const kept = cleanCmi({
    core: {
      lesson_location: '7',
      student_id: 'forged',
      total_time: '9999:00:00',
      lesson_mode: 'review',
      score: { raw: '', max: '10' },
    },
    ...{ launch_data: 'forged', student_data: { mastery_score: '1' }, suspend_data: 'x' },
  });
  expect(composeCmi(content({ edition: '1.2' }), { ...beginning, kept, totalSeconds: 3725.6 })).toEqual({
    suspend_data: 'x',
    core: {
      ...{ lesson_location: '7', score: { max: '10' }, entry: 'resume', lesson_mode: 'normal', credit: 'credit' },
      ...{ student_id: 'enrolment', student_name: 'Анна', total_time: '0001:02:06' },
    },
    student_data: {},
  });
});
