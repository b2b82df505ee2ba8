import { defineFeature } from '@lyceum/common/service';
import { CreatePurchases1796045489413 } from '../../migrations/1796045489413-create-purchases.ts';
import { deliverPurchaseJob } from './deliver-purchase.job.ts';
import { deliverOrder, refundOrder } from './on-order.ts';
import { PurchaseEntity } from './purchase.entity.ts';
import { refundPurchaseJob } from './refund-purchase.job.ts';

export const purchaseFeature = defineFeature({
  migrations: [CreatePurchases1796045489413],
  entities: [PurchaseEntity],
  subscriptions: [deliverOrder, refundOrder],
  mount: () => ({ jobs: [deliverPurchaseJob, refundPurchaseJob] }),
});
