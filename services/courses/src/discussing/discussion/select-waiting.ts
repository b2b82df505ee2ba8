/**
 * Discussions that wait for those who teach: no reply is accepted, and the last one, if there is any, is
 * not of a teacher. They wait `since` they were started, or since the first reply after the last one of a teacher.
 */
export const selectWaiting = `
  SELECT d.course_id, d.lesson_id, d.person_id, waiting.since
  FROM discussions d
  CROSS JOIN LATERAL (SELECT max(t.number) AS number FROM discussion_replies t WHERE t.discussion_id = d.id AND t.by_teacher) taught
  CROSS JOIN LATERAL (SELECT CASE WHEN taught.number IS NULL THEN d.created_at ELSE (
    SELECT min(r.created_at) FROM discussion_replies r WHERE r.discussion_id = d.id AND r.number > taught.number
  ) END AS since) waiting
  WHERE d.answer_id IS NULL AND waiting.since IS NOT NULL`;
