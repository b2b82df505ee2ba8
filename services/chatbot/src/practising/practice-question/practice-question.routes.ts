import { fail, found } from '@lyceum/common/errors';
import { type Route, routeWithOwnTransactions } from '@lyceum/common/http';
import { tutor } from '@lyceum/contracts/chatbot/conversation';
import * as contract from '@lyceum/contracts/chatbot/practice';
import { type StudyGate, toPerson } from '../../gate/study-gate.ts';
import { PracticeQuizEntity } from '../practice-quiz/practice-quiz.entity.ts';
import { presentPracticeQuiz } from '../practice-quiz/present-practice-quiz.ts';
import { requirePractice } from '../practice-quiz/require-practice.ts';
import { isSameAnswer } from '../question-text/is-same-answer.ts';
import { PracticeQuestionEntity } from './practice-question.entity.ts';
import { presentPracticeQuestion } from './present-practice-question.ts';

export function practiceQuestionRoutes(gate: StudyGate): Route[] {
  return [
    routeWithOwnTransactions(contract.getPracticeQuiz, { access: tutor.ask }, async ({ ctx, actor, params, read }) => {
      const own = { id: params.quizId, personId: actor.id };
      const quiz = found(await read((db) => db.findOneBy(PracticeQuizEntity, own)), contract.practiceQuizNotFound);
      await requirePractice(gate, quiz, toPerson(ctx, actor));
      const questions = await read((db) =>
        db.find(PracticeQuestionEntity, { where: { quizId: quiz.id }, order: { position: 'ASC' } }),
      );
      return { ...presentPracticeQuiz(quiz, ctx.locale), questions: questions.map(presentPracticeQuestion) };
    }),

    routeWithOwnTransactions(
      contract.answerPracticeQuestion,
      { access: tutor.ask },
      async ({ ctx, actor, params: { questionId: id }, body, read, transact }) => {
        const quiz = await read(async (db) => {
          const { quizId } = found(await db.findOneBy(PracticeQuestionEntity, { id }), contract.practiceQuestionNotFound);
          const own = await db.findOneBy(PracticeQuizEntity, { id: quizId, personId: actor.id });
          return found(own, contract.practiceQuestionNotFound);
        });
        await requirePractice(gate, quiz, toPerson(ctx, actor));
        return transact(async (db) => {
          const locked = await db.findOne(PracticeQuestionEntity, { where: { id }, lock: { mode: 'pessimistic_write' } });
          const question = found(locked, contract.practiceQuestionNotFound);
          if (question.isRight !== null) throw fail(contract.practiceQuestionAnswered);
          const given = 'option' in body ? body.option : null;
          const typed = 'text' in body ? body.text : null;
          const isFit = typed === null ? given !== null && given < question.options.length : question.kind === 'gap';
          if (!isFit) throw fail(contract.practiceAnswerUnfit);
          const changes = {
            ...{ givenOption: given, givenText: typed, answeredAt: ctx.now() },
            isRight: typed === null ? given === question.rightOption : isSameAnswer(typed, question.rightText),
          };
          await db.update(PracticeQuestionEntity, { id }, changes);
          await db.increment(PracticeQuizEntity, { id: quiz.id }, 'answered', 1);
          if (changes.isRight) await db.increment(PracticeQuizEntity, { id: quiz.id }, 'answeredRight', 1);
          return presentPracticeQuestion({ ...question, ...changes });
        });
      },
    ),
  ];
}
