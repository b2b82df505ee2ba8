import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A place in a course that somebody paid for. Payment and refund may be told in any order, and more than once. */
export interface PurchaseRow {
  itemId: string;
  orderId: string;
  courseId: string;
  personId: string;
  cohortId: string | null;
  /** When it was told that the order is paid. */
  paidAt: Date | null;
  /** When it was told that the price was given back. */
  refundedAt: Date | null;
  /** What it gave; null before, and when it was refused. */
  enrolmentId: string | null;
  /** Code of the problem for which it was refused. */
  refusal: string | null;
  /** When everything was done that was told of it; null while something is left. */
  settledAt: Date | null;
  createdAt: Date;
}

export const PurchaseEntity = new EntitySchema<PurchaseRow>({
  name: 'purchase',
  tableName: 'course_purchases',
  columns: {
    ...spaceColumn,
    itemId: { type: 'uuid', primary: true },
    orderId: { type: 'uuid' },
    courseId: { type: 'uuid' },
    personId: { type: 'uuid' },
    cohortId: { type: 'uuid', nullable: true },
    paidAt: { type: 'timestamptz', nullable: true },
    refundedAt: { type: 'timestamptz', nullable: true },
    enrolmentId: { type: 'uuid', nullable: true },
    refusal: { type: 'text', nullable: true },
    settledAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
  indices: [
    { name: 'course_purchases_unsettled', columns: ['spaceId', 'settledAt', 'createdAt'] },
    { name: 'course_purchases_of_enrolment', columns: ['spaceId', 'enrolmentId'] },
  ],
});
