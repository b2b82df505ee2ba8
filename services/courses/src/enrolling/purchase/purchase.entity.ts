import { spaceColumn } from '@lyceum/common/database';
import { EntitySchema } from 'typeorm';

/** A place in a course that somebody paid for. */
export interface PurchaseRow {
  itemId: string;
  orderId: string;
  courseId: string;
  personId: string;
  /** What it gave; null before, and when it was refused. */
  enrolmentId: string | null;
  /** Code of the problem for which it was refused. */
  refusal: string | null;
  refundedAt: Date | null;
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
    enrolmentId: { type: 'uuid', nullable: true },
    refusal: { type: 'text', nullable: true },
    refundedAt: { type: 'timestamptz', nullable: true },
    createdAt: { type: 'timestamptz' },
  },
});
