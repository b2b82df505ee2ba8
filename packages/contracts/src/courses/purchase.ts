import { z } from 'zod';
import { defineEvent } from '../define/event.ts';
import { id, timestamp } from '../shared/fields.ts';

const eventFields = z.object({ orderId: id, itemId: id, courseId: id, personId: id, occurredAt: timestamp });

export const purchaseDelivered = defineEvent('courses.purchase-delivered.v1', eventFields.extend({ enrolmentId: id }));

/** `code` is that of the problem, such as `cohort.full`. */
export const purchaseRefused = defineEvent('courses.purchase-refused.v1', eventFields.extend({ code: z.string() }));
