import type { ProgramDocument, ProgramModule, ProgramTopic } from '@lyceum/contracts/program-generation/program-document';
import { z } from 'zod';
import { tidyList } from '../../text/tidy-text.ts';
import { answerFields, isForeign } from '../steps/model-step.ts';
import { type BlockForm, defineForm } from './block-form.ts';

/** Most entries of a list that a model writes. */
const max = 20;

export function aimForm({ language, aim }: ProgramDocument): BlockForm {
  const field = answerFields(language);
  return defineForm({
    language,
    current: { aim },
    answer: z.object({ aim: field.text('Цель программы', 'Aim of the programme') }),
    value(answer, review) {
      const written = review.line(3000)(answer.aim);
      return written === '' || isForeign([written], review) ? null : written;
    },
  });
}

export function titleForm(document: ProgramDocument): BlockForm {
  const { language, title, kind, audience, level, hours, credits, titleBlock, notice } = document;
  const field = answerFields(language);
  return defineForm({
    language,
    current: { title, audience, qualification: titleBlock.qualification },
    answer: z.object({
      title: field.text('Название программы', 'Title of the programme'),
      audience: field.text('Для кого программа', 'For whom it is'),
      qualification: field.text('Квалификация; пусто, если её нет', 'Qualification; empty where there is none'),
    }),
    value(answer, { phrase }) {
      const written = { title: phrase(300)(answer.title), audience: phrase(500)(answer.audience) };
      // The contract counts characters, not code units.
      if ([...written.title].length < 3 || written.audience === '') return null;
      // A qualification is asked for by the request: it can be worded anew, but neither invented nor lost.
      const qualification = titleBlock.qualification && (phrase(300)(answer.qualification) || titleBlock.qualification);
      return { language, kind, level, hours, credits, notice, ...written, titleBlock: { ...titleBlock, qualification } };
    },
  });
}

export function moduleForm({ language }: ProgramDocument, { topics: _, ...module }: ProgramModule): BlockForm {
  const field = answerFields(language);
  const { title, summary, assessment } = module;
  return defineForm({
    language,
    current: { title, summary, assessmentForm: assessment.form, criteria: [...assessment.criteria] },
    answer: z.object({
      title: field.text('Название модуля', 'Title of the module'),
      summary: field.text('О чём модуль', 'What the module is about'),
      assessmentForm: field.text('Форма аттестации', 'Form of assessment'),
      criteria: field.texts('Критерии аттестации', 'Criteria of the assessment', max, 1),
    }),
    value(answer, review) {
      const { line, phrase } = review;
      const written = { title: phrase(300)(answer.title), summary: line(3000)(answer.summary) };
      const form = phrase(200)(answer.assessmentForm);
      if (written.title === '' || form === '' || isForeign(Object.values(written), review)) return null;
      return { ...module, ...written, assessment: { form, criteria: tidyList(answer.criteria, phrase(800), max) } };
    },
  });
}

export function topicForm({ language }: ProgramDocument, topic: ProgramTopic): BlockForm {
  const field = answerFields(language);
  const { title, hours, content, practice, selfStudy } = topic;
  return defineForm({
    language,
    current: { title, content, practice, selfStudy },
    answer: z.object({
      title: field.text('Название темы', 'Title of the topic'),
      content: field.texts('Содержание', 'Content', max, 1),
      practice: field.texts(
        hours.practice > 0 ? 'Практические занятия' : 'Практики в теме нет: пустой список',
        hours.practice > 0 ? 'Practical classes' : 'The topic has no practice: an empty list',
        max,
      ),
      selfStudy: field.texts(
        hours.selfStudy > 0 ? 'Самостоятельная работа' : 'Самостоятельной работы нет: пустой список',
        hours.selfStudy > 0 ? 'Self-study' : 'The topic has no self-study: an empty list',
        max,
      ),
    }),
    value(answer, review) {
      const list = (texts: readonly string[]) => tidyList(texts, review.line(2000), max);
      const written = review.phrase(300)(answer.title);
      const texts = list(answer.content);
      if (written === '' || texts.length === 0 || isForeign(texts, review)) return null;
      return {
        ...topic,
        title: written,
        content: texts,
        practice: hours.practice > 0 ? list(answer.practice) : practice,
        selfStudy: hours.selfStudy > 0 ? list(answer.selfStudy) : selfStudy,
      };
    },
  });
}

export function finalAssessmentForm({ language, finalAssessment, passingPercent }: ProgramDocument): BlockForm {
  const field = answerFields(language);
  const { form, criteria } = finalAssessment;
  return defineForm({
    language,
    current: { form, criteria: [...criteria] },
    answer: z.object({
      form: field.text('Форма итоговой аттестации', 'Form of the final assessment'),
      criteria: field.texts('Критерии, когда она пройдена', 'Criteria by which it is passed', max, 1),
    }),
    value(answer, review) {
      const written = { form: review.phrase(200)(answer.form), criteria: tidyList(answer.criteria, review.phrase(800), max) };
      if (written.form === '' || written.criteria.length === 0 || isForeign(written.criteria, review)) return null;
      return { finalAssessment: { ...finalAssessment, ...written }, passingPercent };
    },
  });
}

export function conditionsForm({ language, conditions }: ProgramDocument): BlockForm {
  const field = answerFields(language);
  return defineForm({
    language,
    current: conditions,
    answer: z.object({
      staff: field.texts('Кадровые условия', 'Staff', max, 1),
      facilities: field.texts('Материально-технические условия', 'Facilities', max, 1),
      methods: field.texts('Учебно-методические условия', 'Methods', max, 1),
      software: field.texts('Информационные условия', 'Software', max),
    }),
    value(answer, review) {
      const list = (texts: readonly string[]) => tidyList(texts, review.line(2000), max);
      const [staff, facilities, methods] = [list(answer.staff), list(answer.facilities), list(answer.methods)];
      const texts = [...staff, ...facilities, ...methods];
      if (staff.length * facilities.length * methods.length === 0 || isForeign(texts, review)) return null;
      return { staff, facilities, methods, software: list(answer.software) };
    },
  });
}
