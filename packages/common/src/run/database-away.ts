/** The database cannot be reached, or is going away: whoever asked is not to blame. */
export class DatabaseAway extends Error {
  override name = 'DatabaseAway';
  /** SQLSTATE connection_failure. */
  readonly code = '08006';

  constructor(cause: unknown) {
    super('the database is away', { cause });
  }
}
