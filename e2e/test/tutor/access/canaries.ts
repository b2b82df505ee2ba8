import type { LessonContent } from '@lyceum/contracts/courses/lesson-content';

/** A word that nobody says but one text, by what keeps that text from its reader. */
export const canaries = {
  open: 'ольмегрант',
  sequential: 'бранзулет',
  dated: 'квадрипол',
  cohort: 'миртолан',
  ended: 'фуранкет',
  otherCourse: 'гломерант',
  otherSpace: 'жандуплок',
  deleted: 'дромпашет',
  oldRevision: 'вибрункал',
  closedAgain: 'хорвелиум',
  draft: 'зельмопир',
  draftChange: 'тарквадон',
  question: 'цимборест',
  key: 'шальфрунд',
} as const;

export type Place = keyof typeof canaries;

/** The beginning of the sentence with the canary, without it. */
export const quote = 'Кодовое слово раздела звучит так';

export const secretText = (place: Place) =>
  `${quote}: ${canaries[place]}. Запишите кодовое слово в тетрадь и никому его не показывайте.`;

export const secretLesson = (place: Place): LessonContent => ({
  type: 'text',
  blocks: [{ id: 'secret', type: 'markdown', text: `## Кодовое слово\n\n${secretText(place)}` }],
});

/** Forms of a word end otherwise. */
const toStem = (canary: string) => canary.slice(0, -2);

/** Which of the forbidden words a text has. */
export const findCanaries = (text: string, forbidden: readonly Place[]): Place[] =>
  forbidden.filter((place) => text.includes(toStem(canaries[place])));

/** As somebody writes the word who has only heard it. */
export const misspell = (place: Place) => canaries[place].replace(/[аеиоу]/, (vowel) => (vowel === 'а' ? 'о' : 'а'));

const places = Object.keys(canaries) as Place[]; // the keys of the object above

/** All but the text that is open to the learner. */
export const forbiddenToLearner = places.filter((place) => place !== 'open');
/** All but the course that the other teacher teaches. */
export const forbiddenToTeacher = places.filter((place) => place !== 'otherCourse');
