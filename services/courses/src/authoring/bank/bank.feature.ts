import { defineFeature } from '@lyceum/common/service';
import { bankTitleTaken } from '@lyceum/contracts/courses/question-bank';
import { BankEntity } from './bank.entity.ts';
import { bankRoutes } from './bank.routes.ts';
import { createExchangeRoutes, type QuestionWorks } from './exchange.routes.ts';
import { QuestionEntity } from './question.entity.ts';
import { questionRoutes } from './question.routes.ts';

export const bankFeature = defineFeature({
  entities: [BankEntity, QuestionEntity],
  constraints: { question_banks_title: bankTitleTaken },
  mount: (works: QuestionWorks) => ({ routes: [...bankRoutes, ...questionRoutes, ...createExchangeRoutes(works)] }),
});
