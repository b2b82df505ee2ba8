import { defineFeature } from '@lyceum/common/service';
import { remindLearnersJob, remindLearnersSchedule } from './remind-learners.job.ts';
import { ReminderSentEntity } from './reminder-sent.entity.ts';
import { sweepRemindersJob, sweepRemindersSchedule } from './sweep-reminders.job.ts';

export const reminderFeature = defineFeature({
  entities: [ReminderSentEntity],
  mount: () => ({
    jobs: [remindLearnersJob, sweepRemindersJob],
    schedules: [remindLearnersSchedule, sweepRemindersSchedule],
  }),
});
