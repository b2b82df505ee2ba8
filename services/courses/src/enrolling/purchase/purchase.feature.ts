import { defineFeature } from '@lyceum/common/service';
import { CreatePurchases1796045489413 } from '../../migrations/1796045489413-create-purchases.ts';
import { deliverOrder, refundOrder } from './on-order.ts';
import { PurchaseEntity } from './purchase.entity.ts';
import { resumePurchasesJob, resumePurchasesSchedule } from './resume-purchases.job.ts';
import { settlePurchaseJob } from './settle-purchase.job.ts';

export const purchaseFeature = defineFeature({
  migrations: [CreatePurchases1796045489413],
  entities: [PurchaseEntity],
  subscriptions: [deliverOrder, refundOrder],
  mount: () => ({ jobs: [settlePurchaseJob, resumePurchasesJob], schedules: [resumePurchasesSchedule] }),
});
