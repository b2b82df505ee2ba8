import { z } from 'zod';
import { defineEvent } from '../define/event.ts';
import { id, timestamp } from '../shared/fields.ts';

const item = z.object({
  itemId: id,
  /** What is sold, such as `course`: each service delivers what it knows, and leaves the rest to others. */
  kind: z.string(),
  /** Id of the course. */
  productId: id,
  /** Of a course: the cohort that was chosen. */
  cohortId: id.nullable().default(null),
});

const orderFields = { orderId: id, items: z.array(item).min(1).max(100), occurredAt: timestamp };

/** Whoever delivers an item says so, or says why it cannot be delivered: then its price is to be given back. */
export const orderPaid = defineEvent('ecommerce.order-paid.v1', z.object({ ...orderFields, personId: id }));

/** The price of these items was given back. */
export const orderRefunded = defineEvent('ecommerce.order-refunded.v1', z.object({ ...orderFields, personId: id }));
