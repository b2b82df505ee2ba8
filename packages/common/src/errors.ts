import type { Problem } from '@lyceum/contracts/define/problem';
import type { Locale } from '@lyceum/contracts/shared/fields';
import type { ProblemDocument } from '@lyceum/contracts/shared/problem-document';
import type { Texts } from '@lyceum/contracts/shared/texts';

interface FailureDetails {
  /** One sentence about this occurrence, in the language of the caller or in each. */
  detail?: string | Texts;
  errors?: readonly { readonly pointer: string; readonly message: string | Texts }[];
  /** Which of several reasons holds, for programs. */
  reason?: Readonly<Record<string, unknown>>;
  /** Seconds; becomes `Retry-After`. */
  retryAfter?: number;
  /** Keeps what the transaction wrote so far, for failures that must leave a trace. */
  commit?: boolean;
}

/** A failure the contracts declare. Anything else that is thrown is a bug or an outage. */
export class DomainError extends Error {
  override name = 'DomainError';
  readonly problem: Problem;
  readonly details: FailureDetails;

  constructor(problem: Problem, details: FailureDetails) {
    super(problem.code);
    this.problem = problem;
    this.details = details;
  }
}

/** The database cannot be reached, or is going away: a job that ends with it is put back and counts no attempt. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway';
  /** SQLSTATE connection_failure. */
  readonly code = '08006';

  /** It was reached, and then the connection broke: maybe by what was asked of it. */
  readonly broke: boolean;

  constructor(cause: unknown, { broke }: { broke: boolean }) {
    super('the database is away', { cause });
    this.broke = broke;
  }
}

/** `throw fail(programNotFound)` */
export function fail(problem: Problem, details: FailureDetails = {}): DomainError {
  return new DomainError(problem, details);
}

interface Occurrence extends Pick<FailureDetails, 'detail' | 'errors' | 'reason'> {
  locale: Locale;
  /** Path of the request. */
  instance: string;
  requestId: string;
}

/** What a query gave; fails when it gave nothing: `found(await db.findOneBy(...), courseNotFound)`. */
export function found<Row>(row: Row | null | undefined, problem: Problem): Row {
  if (row === null || row === undefined) throw fail(problem);
  return row;
}

/** RFC 9457 problem document. */
export function toProblemDocument(
  { code, status, title }: Problem,
  { locale, instance, requestId, detail, errors, reason }: Occurrence,
): ProblemDocument {
  const inLocale = (text: string | Texts) => (typeof text === 'string' ? text : text[locale]);
  return {
    type: `urn:lyceum:problem:${code}`,
    title: title[locale],
    status,
    ...(detail && { detail: inLocale(detail) }),
    instance,
    code,
    requestId,
    ...(errors && { errors: errors.map(({ pointer, message }) => ({ pointer, message: inLocale(message) })) }),
    ...(reason && { reason }),
  };
}

/** Constraint name → declared failure, as a service lists them. */
export type ConstraintErrors = Readonly<Record<string, Problem>>;
