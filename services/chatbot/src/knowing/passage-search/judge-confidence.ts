import type { LikePassage } from './rank-by-vector.ts';
import type { RankedPassage } from './rank-passages.ts';
import type { WeighedQuestion } from './weigh-question.ts';

const judgedPassages = 5;
/** Of a question with several rare words, all of which a passage has. */
const fullScore = 40;
const scoreExponent = 0.3;
/** Which share of it a question of one word loses; one of several words loses less. */
const lossOfOneWord = 0.25;

/**
 * From 0 to 1: the share of the question that one of the first passages has, less where what it has is little. A share alone says too much
 * of short questions and too little in long courses.
 */
export function toConfidence({ words }: WeighedQuestion, ranked: readonly RankedPassage[]): number {
  const whole = words.reduce((sum, { weight }) => sum + weight, 0);
  if (whole === 0) return 0;
  const confidences = ranked
    .slice(0, judgedPassages)
    .map(({ covered, score }) => (covered / whole) * Math.min(score / fullScore, 1) ** scoreExponent);
  return Math.max(0, ...confidences) * (1 - (2 * lossOfOneWord) / (1 + words.length));
}

/** What is enough to answer grows with the passages: the more there are, the more of them have some of the words by chance. */
export const toMinConfidence = (passages: number): number => Math.min(Math.max(perMagnitude * Math.log(passages + 1), 0.1), 0.4);

/** Found with the open questions of bench/data/tutor, in courses of 20 and of 1,000 passages. */
const perMagnitude = 0.0415;

const minCompared = 20;
const spread = 0.7;

/**
 * Whether the most alike of the passages stands out from all of them, more than the best of so many would by chance. Likenesses of one model
 * cannot be compared with those of another, but how far one stands from the others can.
 */
export function standsOut(ranked: readonly LikePassage[]): boolean {
  const [first] = ranked;
  if (!first || ranked.length < minCompared) return false;
  const mean = ranked.reduce((sum, { likeness }) => sum + likeness, 0) / ranked.length;
  const deviation = Math.sqrt(ranked.reduce((sum, { likeness }) => sum + (likeness - mean) ** 2, 0) / ranked.length);
  return first.likeness - mean > deviation * (Math.sqrt(2 * Math.log(ranked.length)) + spread);
}
