import { enqueue, on } from '@lyceum/common/outbox';
import { programApproved } from '@lyceum/contracts/program-generation/review';
import { createCourseFromProgram } from './create-course.job.ts';

/** A programme may have hundreds of topics, whose texts take a while: a job of its own makes the course. */
export const beginCourse = on(programApproved, 'courses.begin-course', async (program, { db, ctx }) => {
  await enqueue(db, ctx, createCourseFromProgram, program);
});
