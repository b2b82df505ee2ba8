/** A refusal of the mail catcher, sent as a problem document (RFC 9457). */
export class MailFailure extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, title: string) {
    super(title);
    this.status = status;
    this.code = code;
  }
}

export const noSuchMessage = () => new MailFailure(404, 'mail.not_found', 'There is no such message');
